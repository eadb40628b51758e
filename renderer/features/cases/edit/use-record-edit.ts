import { useState } from 'react';
import { z } from 'zod';
import type { AppError } from '#shared/ipc/wire.ts';
import { changedFields, compareEdits } from '../../../ui/changed-fields.ts';
import { toAppError } from '../../../ui/to-app-error.ts';
import { useCheckedForm } from '../../../ui/use-checked-form.ts';
import { useDraft } from '../../../ui/use-draft.ts';

/** A record as it stands in the store. */
export interface Stored<V> {
  readonly version: number;
  readonly values: V;
}

interface RecordEdit<V> {
  /** Unique for the record, e.g. `case.edit.<id>`; the draft is kept under it. */
  readonly key: string;
  readonly rules: z.ZodType;
  readonly shape: z.ZodType<V>;
  /** As it stands now; kept up to date while the form is open. */
  readonly stored: Stored<V>;
  /** Saves the changed fields on top of the version named. */
  readonly save: (version: number, changes: Partial<V>) => Promise<unknown>;
  readonly onDone: () => void;
}

/**
 * Editing in place on a version: only what was changed is saved, and where somebody else saved first, both are compared
 * and nothing typed is lost.
 */
export function useRecordEdit<V extends Record<string, unknown>>(edit: RecordEdit<V>) {
  const [base, setBase] = useState(edit.stored);
  const [state, setState] = useState<{ readonly saving: boolean; readonly error: AppError | null }>(idle);
  const form = useCheckedForm(edit.rules, edit.stored.values);
  const kept = z.object({ version: z.int(), base: edit.shape, values: edit.shape });
  const draft = useDraft(
    edit.key,
    kept,
    { version: base.version, base: base.values, values: form.values },
    (before) => {
      setBase({ version: before.version, values: before.base });
      form.setValues(before.values);
    },
  );

  const close = () => void draft.discard().then(edit.onDone);
  const saveOn = async (version: number, from: V, values: V) => {
    const changes = changedFields(from, values);
    if (Object.keys(changes).length === 0) return close();
    setState({ saving: true, error: null });
    try {
      await edit.save(version, changes);
      close();
    } catch (thrown) {
      setState({ saving: false, error: toAppError(thrown) });
    }
  };
  const isBehind = edit.stored.version > base.version && !state.saving;
  const comparison = isBehind ? compareEdits(base.values, edit.stored.values, form.values) : null;
  const mustDecide = comparison !== null && comparison.collisions.length > 0;

  return {
    form,
    draft,
    ...state,
    /** What somebody else changed since the form was opened; null = nothing. */
    comparison,
    /** Saves on top of what others changed in other fields; where the same field was changed, a person decides first. */
    submit: form.onSubmit((values) => {
      if (mustDecide) setState({ saving: false, error: { code: 'edited-elsewhere' } });
      else void saveOn(Math.max(base.version, edit.stored.version), base.values, values);
    }),
    keepMine: form.onSubmit((values) => void saveOn(edit.stored.version, base.values, values)),
    /** Takes what somebody else saved into the form and goes on from there. */
    takeTheirs: () => {
      form.setValues({ ...form.values, ...changedFields(base.values, edit.stored.values) });
      setBase(edit.stored);
      setState(idle);
    },
    discard: close,
  };
}

const idle = { saving: false, error: null };
