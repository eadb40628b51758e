import { useTranslation } from 'react-i18next';
import { vehicleFields } from '#shared/ipc/objects.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { useCoreAction } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { FormFrame } from '../../../ui/form-frame.tsx';
import { toAppError } from '../../../ui/to-app-error.ts';
import { inputsOf } from '../../../ui/use-checked-form.ts';
import { useDraftedForm } from '../../../ui/use-drafted-form.ts';
import { VehicleFields } from './vehicle-fields.tsx';
import { emptyVehicle, isIdentified, toVehicleFields, vehicleFormValues } from './vehicle-form-values.ts';

interface NewVehicleProps {
  readonly caseId: CaseId;
  readonly onDone: () => void;
}

/** A new vehicle in a case. */
export function NewVehicle({ caseId, onDone }: NewVehicleProps) {
  const { t } = useTranslation('objects');
  const create = useCoreAction('vehicle.create');
  const { form, draft } = useDraftedForm({
    key: `vehicle.new.${caseId}`,
    rules: vehicleFields,
    shape: vehicleFormValues,
    initial: emptyVehicle,
  });
  const close = () => void draft.discard().then(onDone);
  const save = form.onSubmit((values) => {
    if (!isIdentified(values)) form.setFieldError('vin', t('vehicle.nothingKnown'));
    else create.mutate({ caseId, fields: toVehicleFields(values) }, { onSuccess: close });
  });
  if (!draft.ready) return <DelayedSkeleton />;
  return (
    <FormFrame
      label={t('vehicle.newTitle')}
      submitLabel={t('vehicle.create')}
      saving={create.isPending}
      error={create.error && toAppError(create.error)}
      restoredAt={draft.restoredAt}
      draftKey={draft.key}
      onSubmit={(event) => save(event)}
      onCancel={onDone}
      onDiscard={form.isDirty() ? close : undefined}
    >
      <VehicleFields inputOf={inputsOf(form)} vin={form.values.vin} />
    </FormFrame>
  );
}
