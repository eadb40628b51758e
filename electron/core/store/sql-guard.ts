import { RefusedSqlError } from './database.ts';

/** What the store has to know about a statement before it runs it. */
export interface StatementFacts {
  /** The tables named after INTO, UPDATE or DELETE FROM; not those a trigger touches. */
  readonly tables: readonly string[];
  /** How many values it takes; undefined when its parameters are numbered or named. */
  readonly parameters: number | undefined;
}

interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'mark';
  /** Words in capitals, names without their quotes. */
  readonly text: string;
}

const TOKEN =
  /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|([A-Za-z_\u0080-\uffff$][\w\u0080-\uffff$]*)|\?\d+|[\s\S]/gy;

const READING = new Set(['SELECT', 'WITH', 'VALUES', 'EXPLAIN']);
const WRITING = new Set(['INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'WITH', 'CREATE', 'ALTER', 'DROP']);
const CHANGES_ROWS = new Set(['INSERT', 'UPDATE', 'DELETE', 'REPLACE']);

/** Their value depends on when, where or after what they run, so a replayed journal would not give the same rows. */
const NOT_REPEATABLE_WORDS = new Set(['CURRENT_TIME', 'CURRENT_DATE', 'CURRENT_TIMESTAMP']);
const NOT_REPEATABLE_FUNCTIONS = new Set([
  'RANDOM',
  'RANDOMBLOB',
  'CHANGES',
  'TOTAL_CHANGES',
  'LAST_INSERT_ROWID',
  'DATE',
  'TIME',
  'DATETIME',
  'JULIANDAY',
  'UNIXEPOCH',
  'STRFTIME',
  'TIMEDIFF',
  'LOAD_EXTENSION',
]);

/** They end the transaction behind the journal's back, or leave half of a failed statement in place. */
const NOT_ATOMIC_WORDS = new Set(['ROLLBACK', 'FAIL', 'DEFERRED']);

/** A word after which a name and `(` are a table and its columns, not a function and its arguments. */
const BEFORE_A_TABLE = new Set(['INTO', 'TABLE', 'EXISTS', 'ON', 'REFERENCES', 'USING']);

/** Reads a statement that must not write: SELECT, WITH, VALUES or EXPLAIN. For a PRAGMA, select from its function. */
export function inspectRead(sql: string): StatementFacts {
  const tokens = significantTokens(sql);
  const first = tokens[0]?.text ?? '';
  if (!READING.has(first) || writesRows(tokens)) {
    throw new RefusedSqlError(`Only reading is possible here: ${sql}`);
  }
  refuseSecondStatement(tokens, sql);
  return { tables: [], parameters: parameterCount(tokens) };
}

/**
 * Reads a statement that is about to be journaled and refuses what a replay could not repeat: clocks, randomness,
 * connection state, transaction control, tables that are not STRICT. Ids and times come from the action, never from SQL.
 * @throws RefusedSqlError
 */
export function inspectWrite(sql: string): StatementFacts {
  const tokens = significantTokens(sql);
  const first = tokens[0]?.text ?? '';
  if (!WRITING.has(first)) throw new RefusedSqlError(`Not a statement for a transaction: ${sql}`);
  refuseUnrepeatable(tokens, sql);
  if (first !== 'CREATE' || !isTrigger(tokens)) refuseSecondStatement(tokens, sql);
  if (first === 'CREATE') refuseLooseTable(tokens, sql);
  return factsOf(tokens);
}

/** The same facts with nothing refused: for statements that are in the journal already. */
export function describeWrite(sql: string): StatementFacts {
  return factsOf(significantTokens(sql));
}

function factsOf(tokens: readonly Token[]): StatementFacts {
  return { tables: tablesWritten(tokens), parameters: parameterCount(tokens) };
}

function parameterCount(tokens: readonly Token[]): number | undefined {
  const marks = tokens.filter((token) => token.kind === 'mark');
  if (
    marks.some(
      (token) => token.text === ':' || token.text === '@' || (token.text.startsWith('?') && token.text !== '?'),
    )
  ) {
    return undefined;
  }
  return marks.filter((token) => token.text === '?').length;
}

function significantTokens(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of sql.matchAll(TOKEN)) {
    const token = toToken(match);
    if (token) tokens.push(token);
  }
  while (tokens.at(-1)?.text === ';') tokens.pop();
  return tokens;
}

function toToken(match: RegExpMatchArray): Token | undefined {
  const [whole, text, double, back, bracket, word] = match;
  if (text !== undefined) return { kind: 'text', text };
  const name = double ?? back ?? bracket;
  if (name !== undefined) return { kind: 'name', text: name };
  if (word !== undefined) return { kind: 'word', text: word.toUpperCase() };
  if (/^(\s|--|\/\*)/.test(whole)) return undefined;
  return { kind: 'mark', text: whole };
}

function refuseUnrepeatable(tokens: readonly Token[], sql: string): void {
  tokens.forEach((token, index) => {
    if (token.kind !== 'word' && token.kind !== 'name') return;
    const text = token.text.toUpperCase();
    const called = tokens[index + 1]?.text === '(' && !BEFORE_A_TABLE.has(tokens[index - 1]?.text ?? '');
    if (called && (NOT_REPEATABLE_FUNCTIONS.has(text) || text.startsWith('SQLITE_'))) {
      throw new RefusedSqlError(`${text}() would not give the same value when the journal is replayed: ${sql}`);
    }
    if (token.kind !== 'word') return;
    if (NOT_REPEATABLE_WORDS.has(text)) throw new RefusedSqlError(`${text} is not repeatable: ${sql}`);
    if (NOT_ATOMIC_WORDS.has(text)) throw new RefusedSqlError(`${text} cannot be used in the store: ${sql}`);
  });
}

function refuseSecondStatement(tokens: readonly Token[], sql: string): void {
  if (tokens.some((token) => token.kind === 'mark' && token.text === ';')) {
    throw new RefusedSqlError(`One statement at a time: ${sql}`);
  }
}

/** Without STRICT, SQLite keeps integers above 2^31 as floating point, because sql.js binds them so. */
function refuseLooseTable(tokens: readonly Token[], sql: string): void {
  if (tokens[1]?.text.startsWith('TEMP')) throw new RefusedSqlError(`A temporary table is not in a snapshot: ${sql}`);
  if (tokens[1]?.text !== 'TABLE') return;
  const end = tokens.slice(-4).some((token) => token.kind === 'word' && token.text === 'STRICT');
  if (!end) throw new RefusedSqlError(`Every table is STRICT: ${sql}`);
}

function isTrigger(tokens: readonly Token[]): boolean {
  return tokens[1]?.text === 'TRIGGER';
}

function writesRows(tokens: readonly Token[]): boolean {
  return tokens.some((token, index) => {
    if (token.kind !== 'word' || !CHANGES_ROWS.has(token.text)) return false;
    return !(token.text === 'REPLACE' && tokens[index + 1]?.text === '(');
  });
}

function tablesWritten(tokens: readonly Token[]): readonly string[] {
  if (tokens[0]?.text === 'CREATE' || tokens[0]?.text === 'DROP' || tokens[0]?.text === 'ALTER') return [];
  const found = new Set<string>();
  tokens.forEach((token, index) => {
    if (token.kind !== 'word') return;
    if (token.text === 'INTO') found.add(nameAt(tokens, index + 1));
    if (token.text === 'DELETE' && tokens[index + 1]?.text === 'FROM') found.add(nameAt(tokens, index + 2));
    if (token.text === 'UPDATE' && !isUpsert(tokens, index)) found.add(nameAfterUpdate(tokens, index + 1));
  });
  found.delete('');
  return [...found];
}

/** `ON CONFLICT ... DO UPDATE SET` names no table. */
function isUpsert(tokens: readonly Token[], index: number): boolean {
  return tokens[index - 1]?.text === 'DO';
}

function nameAfterUpdate(tokens: readonly Token[], index: number): string {
  return tokens[index]?.text === 'OR' ? nameAt(tokens, index + 2) : nameAt(tokens, index);
}

function nameAt(tokens: readonly Token[], index: number): string {
  const qualified = tokens[index + 1]?.text === '.';
  return (tokens[qualified ? index + 2 : index]?.text ?? '').toLowerCase();
}
