import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FieldRule } from '#shared/domain/field-changes/field-class.ts';
import { type FieldChange, headsOf, mergeField } from '#shared/domain/field-changes/merge-field.ts';
import { sharedFields } from '#shared/domain/field-changes/shared-fields.ts';

type Step =
  | { readonly does: 'edit'; readonly who: number; readonly field: number; readonly value: number }
  | { readonly does: 'send' | 'pull'; readonly who: number };

const RULES: readonly FieldRule[] = [
  { class: 'legal' },
  { class: 'plain' },
  { class: 'free-text' },
  { class: 'set' },
  { class: 'append-only' },
  sharedFields.case.status ?? { class: 'state-machine' },
];
const STATUSES = ['open', 'in-progress', 'suspended', 'closed', 'reopened'];
const NOT_YET = 1_000_000;

interface Change extends FieldChange {
  readonly field: number;
}

/** One workstation: what it has seen, what waits here, and how far it has read. */
class Replica {
  readonly known = new Map<string, Change>();
  readonly waiting: string[] = [];
  cursor = 0;
  private made = 0;

  constructor(private readonly name: number) {}

  edit(field: number, value: number): void {
    const changes = this.of(field);
    const base = mergeField(rule(field), changes)?.value ?? valueFor(field, 0);
    const id = `${this.name}-${this.made}`;
    const parents = headsOf(changes).map((head) => head.id);
    this.known.set(id, { id, field, base, value: valueFor(field, value), parents, place: NOT_YET + this.made });
    this.made += 1;
    this.waiting.push(id);
  }

  of(field: number): Change[] {
    return [...this.known.values()].filter((change) => change.field === field);
  }

  /** Everything that can be seen of it. */
  state(): string {
    return JSON.stringify(
      RULES.map((fieldRule, field) => {
        const state = mergeField(fieldRule, this.of(field));
        return [state?.value, state?.standing, state?.heads.map(({ id, value }) => [id, value])];
      }),
    );
  }
}

const rule = (field: number): FieldRule => RULES[field] ?? { class: 'plain' };

function valueFor(field: number, value: number): unknown {
  const kind = rule(field).class;
  if (kind === 'state-machine') return STATUSES[value % STATUSES.length];
  if (kind === 'set' || kind === 'append-only') return ['a', 'b', 'c'].filter((_, bit) => (value >> bit) % 2 === 1);
  return value % 4;
}

class Exchange {
  readonly stream: Change[] = [];
  readonly replicas: Replica[];

  constructor(count: number) {
    this.replicas = Array.from({ length: count }, (_, name) => new Replica(name));
  }

  run(step: Step): void {
    const replica = this.replicas[step.who % this.replicas.length];
    if (!replica) return;
    if (step.does === 'edit') replica.edit(step.field, step.value);
    else if (step.does === 'send') this.send(replica);
    else this.pull(replica);
  }

  settle(): void {
    for (const replica of this.replicas) while (replica.waiting.length > 0) this.send(replica);
    for (const replica of this.replicas) this.pull(replica);
  }

  private send(replica: Replica): void {
    const change = replica.known.get(replica.waiting.shift() ?? '');
    if (change) this.stream.push({ ...change, place: this.stream.length });
  }

  private pull(replica: Replica): void {
    for (const change of this.stream.slice(replica.cursor)) replica.known.set(change.id, change);
    replica.cursor = this.stream.length;
  }
}

const who = fc.nat(3);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('edit' as const), who, field: fc.nat(5), value: fc.nat(7) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('send' as const), who }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('pull' as const), who }) },
);

it('any interleaving of the changes of two to four workstations ends in the same state everywhere', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 4 }), fc.array(step, { maxLength: 60 }), (count, steps) => {
      const exchange = new Exchange(count);
      for (const one of steps) exchange.run(one);
      exchange.settle();
      const states = new Set(exchange.replicas.map((replica) => replica.state()));
      expect(states.size).toBe(1);
    }),
    { numRuns: 1000 },
  );
});

it('what several wrote to a legal field, none knowing of the other, is never lost: every last value stands in the conflict', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(1000), { minLength: 2, maxLength: 4 }), fc.nat(), (written, seed) => {
      const changes = written.map((value, place) => ({ id: `${value}`, base: null, value, parents: [], place }));
      const turned = [...changes.slice(seed % changes.length), ...changes.slice(0, seed % changes.length)];
      const state = mergeField({ class: 'legal' }, turned);
      expect(state?.standing).toBe('conflict');
      expect(state?.heads.map(({ value }) => value)).toEqual(written);
    }),
  );
});

it('no order of arrival changes what a set of changes means', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.infiniteStream(fc.nat()), (steps, randoms) => {
      const exchange = new Exchange(3);
      for (const one of steps) exchange.run(one);
      exchange.settle();
      const shuffled = exchange.stream
        .map((change) => ({ change, by: randoms.next().value as number }))
        .toSorted((a, b) => a.by - b.by)
        .map(({ change }) => change);
      RULES.forEach((fieldRule, field) => {
        const of = (all: readonly Change[]) =>
          mergeField(
            fieldRule,
            all.filter((change) => change.field === field),
          );
        expect(of(shuffled)).toEqual(of(exchange.stream));
      });
    }),
    { numRuns: 500 },
  );
});
