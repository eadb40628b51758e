// npm start [-- --bureau utopia|ruritania|zubrovia|secretariat --workstation 2]: the whole demonstration in one command.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDemoHub } from './demo/demo-hub.ts';
import { demoFolder } from './demo/demo-state.ts';
import { machineName, startDemoWorkstation } from './demo/demo-workstation.ts';
import { buildAndStage } from './lib/build.ts';
import { openDisplay } from './runtime/display.ts';
import { type DemoBureau, demoBureaus } from './world/bureaus.ts';

const { values } = parseArgs({
  options: {
    bureau: { type: 'string', default: demoBureaus[0].slug },
    workstation: { type: 'string', default: '1' },
  },
});

/** Things to end, last started first. */
const open: (() => void | Promise<void>)[] = [];
let ending: Promise<void> | undefined;

function end(): Promise<void> {
  ending ??= (async () => {
    for (const close of open.reverse()) await close();
  })();
  return ending;
}

/** Ends everything in order on a signal, and nothing else does: the library that opens unseen windows would exit at once. */
function handleSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => void end().then(() => process.exit(0)));
  }
}

handleSignals();
try {
  await demonstrate(bureauNamed(values.bureau), machineNumber(values.workstation));
} finally {
  await end();
}

async function demonstrate(bureau: DemoBureau, number: number): Promise<void> {
  const stage = await buildAndStage();
  const hub = await openDemoHub();
  open.push(() => hub.close());
  const display = await openDisplay();
  open.push(() => display.close());
  const workstation = await startDemoWorkstation({ bureau, number, hub, stage, display });
  open.push(() => workstation.close());
  handleSignals();
  announce(bureau, number, hub.url, workstation.pictureFolder);
  await workstation.ended;
}

function bureauNamed(slug: string): DemoBureau {
  const found = demoBureaus.find((bureau) => bureau.slug === slug || bureau.code === slug.toUpperCase());
  if (found) return found;
  throw new Error(`No bureau "${slug}": choose one of ${demoBureaus.map((bureau) => bureau.slug).join(', ')}`);
}

function machineNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 9) return number;
  throw new Error(`No workstation "${text}": choose 1 to 9`);
}

function announce(bureau: DemoBureau, number: number, hubUrl: string, pictureFolder: string | undefined): void {
  const accounts = bureau.users.map(
    (user) => `  ${user.username.padEnd(12)}${user.passphrase.padEnd(28)}${user.roles.join(', ')}`,
  );
  const others = demoBureaus.filter((other) => other !== bureau).map((other) => other.slug);
  const lines = [
    '',
    `${bureau.names.en} is open. Hub: ${hubUrl}   Data: ${demoFolder()}`,
    'Demonstration accounts (everything in them is invented):',
    ...accounts,
    `A second bureau beside it: npm start -- --bureau ${others.join('|')}`,
    number === 1
      ? `A second workstation of this one: npm start -- --bureau ${bureau.slug} --workstation 2`
      : 'It waits for the keys of its bureau until the administrator has confirmed it on workstation 1 (Administration, Keys).',
    pictureFolder
      ? `There is no display here: the window is on a virtual one, its picture in ${join(pictureFolder, `${machineName(bureau, number)}.png`)}`
      : '',
    'Ctrl-C ends everything.',
  ];
  process.stdout.write(`${lines.filter((line, index) => index === 0 || line !== '').join('\n')}\n`);
}
