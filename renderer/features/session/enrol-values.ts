import { username as usernameSchema } from '#shared/ipc/session.ts';
import { parseEnrolmentCode } from '#shared/protocol/enrolment-code.ts';

export type EnrolValues = {
  readonly hubUrl: string;
  readonly enrolmentCode: string;
  readonly name: string;
  readonly username: string;
  readonly passphrase: string;
  readonly repeated: string;
};

export type EnrolProblem =
  | 'needed'
  | 'https'
  | 'username'
  | 'code-incomplete'
  | 'code-too-long'
  | 'code-symbol'
  | 'code-slip';

type Problems = { [Field in 'hubUrl' | 'enrolmentCode' | 'name' | 'username']?: EnrolProblem };

/** What keeps the form from being sent; the passphrase has its own rules beside it. */
export function enrolProblems({ hubUrl, enrolmentCode, name, username }: EnrolValues): Problems {
  const problems: Problems = {};
  if (!isHttps(hubUrl)) problems.hubUrl = hubUrl.trim() === '' ? 'needed' : 'https';
  const code = parseEnrolmentCode(enrolmentCode);
  if (!code.ok) problems.enrolmentCode = enrolmentCode.trim() === '' ? 'needed' : `code-${code.error}`;
  if (name.trim() === '') problems.name = 'needed';
  if (!usernameSchema.safeParse(username).success) problems.username = username.trim() === '' ? 'needed' : 'username';
  return problems;
}

const isHttps = (text: string) => URL.canParse(text) && new URL(text).protocol === 'https:';
