/**
 * Group commit. While one group is at the database, what arrives gathers; then it goes as the next group. So a hub asks
 * PostgreSQL once for many, the more the busier it is, and an idle one waits for nobody.
 *
 *   ask ──> waiting ──group is free──> at work ──> answered
 *              ↑                          └─ the whole group failed ──> each alone, so that one item fails by itself
 *              └─ a moment longer, while fewer are there than asked a moment ago
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { HubError } from './hub-error.ts';

export interface GatherLimits {
  /** Items of one group. */
  readonly group: number;
  /** Items that may wait for each lane; one more is told that the hub is busy. */
  readonly waiting: number;
  /** Groups at work at the same time. Items of one lane are taken up in the order they came. */
  readonly lanes: number;
  /**
   * How long (ms) the next group waits for as many as have just been answered or wait already; left out: not at all. Who was answered asks
   * again, as a rule, and without this the askers of one lane fall into two halves that go by turns.
   */
  readonly patience?: number;
}

/** Items for which no group waits any more: what a group costs is spread over enough. */
const ENOUGH = 50;

interface Waiting<Item, Answer> {
  readonly item: Item;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** Answers one item; rejects with HubError `busy` when too many wait. Items are taken up in the order they came. */
export type Gathered<Item, Answer> = (item: Item) => Promise<Answer>;

/** Answers a group, one answer for each item, in order. */
type Work<Item, Answer> = (items: readonly Item[]) => Promise<readonly Answer[]>;

function openLane<Item, Answer>(
  limits: GatherLimits,
  work: Work<Item, Answer>,
  isHopeless: (error: unknown) => boolean,
): Gathered<Item, Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  let atWork = false;
  /** Called when an item has arrived. */
  let arrived = (): void => undefined;

  const untilThereAre = (count: number, patience: number) =>
    new Promise<void>((resolve) => {
      const goOn = () => {
        clearTimeout(timer);
        arrived = () => undefined;
        resolve();
      };
      const timer = setTimeout(goOn, patience);
      arrived = () => {
        if (waiting.length >= count) goOn();
      };
    });
  const answer = async (group: readonly Waiting<Item, Answer>[]) => {
    const answers = await work(group.map(({ item }) => item));
    for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer);
  };
  const answerEachAlone = async (group: readonly Waiting<Item, Answer>[], error: unknown) => {
    for (const one of group) {
      if (group.length === 1 || isHopeless(error)) one.reject(error);
      else await answer([one]).catch(one.reject);
    }
  };
  const takeUp = async () => {
    while (waiting.length > 0) {
      const group = waiting.splice(0, limits.group);
      await answer(group).catch((error: unknown) => answerEachAlone(group, error));
      const expected = Math.min(group.length + waiting.length, limits.group, ENOUGH);
      // The answers leave, and what has arrived meanwhile is read, before the next group goes: it is the larger for it.
      await nextTurn();
      if (limits.patience && waiting.length < expected && expected > 1) await untilThereAre(expected, limits.patience);
    }
    atWork = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= limits.waiting) return reject(new HubError('busy'));
      waiting.push({ item, resolve, reject });
      arrived();
      if (atWork) return;
      atWork = true;
      // In the next turn: what arrives in this one goes along.
      setImmediate(() => void takeUp());
    });
}

/** FNV-1a: any spreading of few keys over few lanes. */
function laneNumber(key: string, lanes: number): number {
  let hash = 0x811c9dc5;
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash % lanes;
}

/**
 * @param keyOf what must not be at work twice at the same time, such as a bureau: its items keep to one lane
 * @param isHopeless whether an error would meet each item alone as well: then none is tried again
 */
export function gather<Item, Answer>(
  limits: GatherLimits,
  keyOf: (item: Item) => string,
  work: Work<Item, Answer>,
  isHopeless: (error: unknown) => boolean,
): Gathered<Item, Answer> {
  const lanes = Array.from({ length: limits.lanes }, () => openLane(limits, work, isHopeless));
  return (item) => (lanes[laneNumber(keyOf(item), lanes.length)] as Gathered<Item, Answer>)(item);
}
