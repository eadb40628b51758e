import { fieldRule } from '#shared/domain/field-changes/shared-fields.ts';
import type { Parsed } from '#shared/ipc/contract.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { ActionContext, ActionHandler, Answer } from '../context.ts';
import { mayDecide } from '../sharing/conflicts-for.ts';
import { fieldState } from '../sharing/field-state.ts';
import { editableRecordKinds } from '../sharing/record-kinds.ts';
import { share, watchFields } from '../sharing/share.ts';
import { workstationName } from '../sharing/workstation-name.ts';
import { closeConflict, conflictOf } from '../store/tables/conflicts.ts';
import { recordInCases } from './record-in-cases.ts';

interface Decided {
  readonly value: unknown;
  /** The workstation whose value it is; empty where a text was made of several. */
  readonly from: string;
}

/**
 * A person settles a conflict, on the values that stood before them. The decision is a change like any other: it follows all the
 * values, travels to the other workstations and ends the conflict there too.
 */
export const decideConflict: ActionHandler<'conflict.decide'> = (ctx, input) => {
  const { recordId, field } = input;
  const open = conflictOf(ctx.db, recordId, field);
  if (!open || !(open.kind in editableRecordKinds)) return err({ code: 'conflict-moved-on' });
  const kind = open.kind as keyof typeof editableRecordKinds;
  const decided = decision(ctx, kind, input);
  if (!decided.ok) return decided;
  const records = editableRecordKinds[kind];
  const edits = watchFields(ctx, kind, recordId, [field]);
  const version = records.version(ctx.db, recordId);
  const written = records.write(ctx, recordId, field, decided.value.value, ctx.actor.name);
  if (written !== 'written') return err({ code: 'conflict-moved-on' });
  closeConflict(ctx.tx, recordId, field);
  const title = records.title(ctx.db, recordId);
  const data = { record: kind, name: title, fields: field, from: decided.value.from };
  const cases = records.cases(ctx.db, recordId).map((id) => ({ id }));
  const subject = { kind, id: recordId };
  const told = recordInCases(ctx, cases, { kind: 'conflict-decided', data, subject });
  const edited = { kind, id: recordId, version, edits: edits(), decision: true };
  share(ctx, { title, caseId: cases[0]?.id ?? null, edited, told });
  return ok({});
};

/** What was decided, where this person may, and where what they saw is still what stands. */
function decision(ctx: ActionContext, kind: string, input: Parsed<'conflict.decide'>): Answer<Decided> {
  const { recordId, field, among, take, text } = input;
  const rule = fieldRule(kind, field);
  const state = rule && fieldState(ctx.db, rule, recordId, field);
  if (!rule || !state) return err({ code: 'conflict-moved-on' });
  if (!mayDecide(ctx.actor.roles, rule.class === 'legal')) return err({ code: 'forbidden' });
  const standing = state.heads.map(({ id }) => id).toSorted();
  if (JSON.stringify(standing) !== JSON.stringify(among.toSorted())) return err({ code: 'conflict-moved-on' });
  const taken = state.heads.find(({ id }) => id === take);
  if (taken) return ok({ value: taken.value, from: workstationName(taken.workstation) });
  return text !== null && rule.class === 'free-text'
    ? ok({ value: text, from: '' })
    : err({ code: 'invalid-input', params: { field: 'take' } });
}
