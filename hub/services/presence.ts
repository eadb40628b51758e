/**
 * Who has the same case open, inside one bureau. Each process holds all of it in its memory and hears of the announcements at the others by
 * NOTIFY, which PostgreSQL writes into no table; what is not said again is forgotten (docs/adr/0011-presence-is-remembered-nowhere.md).
 *
 *   line ──announcement──> NOTIFY ──every process──> room of (bureau, token) ──what changed──> the lines in that room
 *
 * A token stands for a case, a sealed text for a person: what they are is not known here.
 */
import type { ClockDep, RandomDep } from '#shared/lib/deps.ts';
import { type WorkstationId, workstationId } from '#shared/lib/ids.ts';
import { toHex } from '#shared/protocol/bytes.ts';
import {
  MAX_OTHERS,
  PRESENCE_LIVES_SECONDS,
  type PresenceAnnouncement,
  type PresenceMessage,
} from '#shared/protocol/presence.ts';
import { type Database, isUnavailable } from '../store/database.ts';
import type { Caller } from './caller.ts';
import { gather } from './gather.ts';

const CHANNEL = 'ncb_presence';

/** Announcements of one workstation that a process takes in a minute; those beyond are passed over. */
export const ANNOUNCEMENTS_A_MINUTE = 40;
/** How long a workstation whose line broke is still shown (s): a line that comes back at once is not worth a flicker. */
const LIVES_AFTER_LINE_SECONDS = 8;
/** How often what has run out is looked for (ms). */
const SWEEP_EVERY = 2_000;
const MINUTE = 60_000;

const LIMITS = { group: 200, waiting: 2000, lanes: 1 } as const;

/** What the processes tell each other. */
interface Notice {
  readonly line: string;
  readonly bureau: string;
  readonly workstation: WorkstationId;
  readonly open: PresenceAnnouncement['open'];
  /** Seconds. */
  readonly lives: number;
}

/** A line that shows a token. */
interface Shown {
  readonly workstation: WorkstationId;
  readonly sealed: string;
  /** By this process's clock (ms). */
  readonly until: number;
}

interface Room {
  readonly token: string;
  /** By line: a workstation may have a new one before its old one is known to be dead. */
  readonly shown: Map<string, Shown>;
}

/** What a wake line can do for it. */
interface LineEnd {
  readonly say: (text: string) => void;
  /** Throws when the workstation may not be here any more: a line stands for days. */
  readonly confirm: () => Promise<unknown>;
}

interface Listener {
  readonly workstation: WorkstationId;
  readonly say: LineEnd['say'];
  told: string;
}

/** One wake line. */
export interface PresenceLine {
  /** Passes on what the workstation says; nothing when it says too much. Throws what `confirm` throws. */
  announce(open: PresenceAnnouncement['open']): Promise<void>;
  /** The line has ended. */
  leave(): Promise<void>;
}

export interface Presence {
  join(caller: Pick<Caller, 'bureau' | 'workstation'>, end: LineEnd): PresenceLine;
  /** Begins to hear what the processes of this hub are told; returns how to stop. */
  listen(): Promise<() => Promise<void>>;
}

interface Deps extends ClockDep, RandomDep {
  readonly database: Pick<Database, 'query' | 'listen'>;
}

export function createPresence({ database, clock, random }: Deps): Presence {
  const rooms = new Map<string, Room>();
  const roomOf = new Map<string, string>();
  const listeners = new Map<string, Listener>();
  const mayAnnounce = limitRate(clock);
  const spread = gather(
    LIMITS,
    () => '',
    (notices: readonly string[]) => notify(database, notices),
    isUnavailable,
  );

  const tell = (room: Room) => {
    for (const line of room.shown.keys()) {
      const listener = listeners.get(line);
      if (listener) sayWhatChanged(room, listener);
    }
  };
  const takeOut = (line: string) => {
    const name = roomOf.get(line);
    const room = name === undefined ? undefined : rooms.get(name);
    if (name === undefined || !room) return;
    roomOf.delete(line);
    room.shown.delete(line);
    if (room.shown.size === 0) rooms.delete(name);
    else tell(room);
  };
  const takeIn = ({ line, bureau, workstation, open, lives }: Notice) => {
    const name = open && `${bureau} ${open.token}`;
    if (roomOf.get(line) !== name) takeOut(line);
    if (!open || !name) return;
    const room = rooms.get(name) ?? { token: open.token, shown: new Map() };
    rooms.set(name, room);
    roomOf.set(line, name);
    room.shown.set(line, { workstation, sealed: open.sealed, until: clock.now() + lives * 1000 });
    tell(room);
  };
  const sweep = () => {
    const now = clock.now();
    for (const room of rooms.values()) {
      for (const [line, { until }] of room.shown) if (until <= now) takeOut(line);
    }
  };

  return {
    join: (caller, { say, confirm }) => {
      const line = toHex(random.bytes(16));
      const { bureau } = caller;
      const workstation = workstationId.parse(caller.workstation);
      let last: PresenceAnnouncement['open'] = null;
      listeners.set(line, { workstation, say, told: '' });
      const pass = async (open: PresenceAnnouncement['open'], lives: number) => {
        const notice: Notice = { line, bureau, workstation, open, lives };
        await spread(JSON.stringify(notice));
      };
      return {
        announce: async (open) => {
          if (!mayAnnounce(workstation) || (open === null && last === null)) return;
          await confirm();
          // It may have ended meanwhile.
          const listener = listeners.get(line);
          if (!listener) return;
          // Whoever shows something new knows of nobody yet.
          if (open?.sealed !== last?.sealed) listener.told = '';
          last = open;
          await pass(open, PRESENCE_LIVES_SECONDS);
        },
        leave: async () => {
          listeners.delete(line);
          if (last) await pass(last, LIVES_AFTER_LINE_SECONDS);
        },
      };
    },
    listen: async () => {
      // Calls missed while the connection was down are made up for by the next announcements.
      const hear = (text: string) => takeIn(JSON.parse(text) as Notice);
      const stop = await database.listen(CHANNEL, hear, () => undefined);
      const timer = setInterval(sweep, SWEEP_EVERY);
      timer.unref();
      return async () => {
        clearInterval(timer);
        await stop();
      };
    },
  };
}

async function notify(database: Pick<Database, 'query'>, notices: readonly string[]): Promise<null[]> {
  await database.query('select pg_notify($1, notice) from unnest($2::text[]) notice', [CHANNEL, notices]);
  return notices.map(() => null);
}

/** The others in the room, each workstation once, in an order that does not depend on who spoke last. */
function sayWhatChanged({ token, shown }: Room, listener: Listener): void {
  const others = new Map<string, PresenceMessage['others'][number]>();
  for (const { workstation, sealed } of shown.values()) {
    if (workstation !== listener.workstation) others.set(workstation, { workstation, sealed });
  }
  const inOrder = [...others.values()].toSorted((left, right) => (left.workstation < right.workstation ? -1 : 1));
  const message: PresenceMessage = { type: 'presence', token, others: inOrder.slice(0, MAX_OTHERS) };
  const text = JSON.stringify(message);
  if (text === listener.told) return;
  listener.told = text;
  listener.say(text);
}

/** So many of one workstation in a minute. */
function limitRate(clock: ClockDep['clock']): (workstation: string) => boolean {
  const counts = new Map<string, number>();
  let minute = 0;
  return (workstation) => {
    const now = Math.floor(clock.now() / MINUTE);
    if (now !== minute) counts.clear();
    minute = now;
    const count = (counts.get(workstation) ?? 0) + 1;
    counts.set(workstation, count);
    return count <= ANNOUNCEMENTS_A_MINUTE;
  };
}
