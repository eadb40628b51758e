import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { type VehicleFields as VehicleRecord, vehicleFields } from '#shared/ipc/objects.ts';
import { useCoreAction } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { FormFrame } from '../../../ui/form-frame.tsx';
import { inputsOf } from '../../../ui/use-checked-form.ts';
import { EditConflict } from '../edit/edit-conflict.tsx';
import { useRecordEdit } from '../edit/use-record-edit.ts';
import { VehicleFields } from './vehicle-fields.tsx';
import { type VehicleFormValues, vehicleFormValues, vehicleFormValuesOf } from './vehicle-form-values.ts';

interface VehicleEditProps {
  readonly vehicle: Output<'case.vehicles'>[number];
  readonly onDone: () => void;
}

/** Edits a vehicle in place, on the version that was opened. */
export function VehicleEdit({ vehicle, onDone }: VehicleEditProps) {
  const { t } = useTranslation(['objects', 'common']);
  const update = useCoreAction('vehicle.update');
  const edit = useRecordEdit<VehicleFormValues>({
    key: `vehicle.edit.${vehicle.id}`,
    rules: vehicleFields,
    shape: vehicleFormValues,
    stored: { version: vehicle.version, values: vehicleFormValuesOf(vehicle) },
    save: (version, changes) =>
      update.mutateAsync({ id: vehicle.id, version, changes: changes as Partial<VehicleRecord> }),
    onDone,
  });
  if (!edit.draft.ready) return <DelayedSkeleton />;
  return (
    <FormFrame
      label={t('objects:vehicle.editTitle')}
      submitLabel={t('common:action.save')}
      saving={edit.saving}
      error={edit.comparison ? null : edit.error}
      restoredAt={edit.draft.restoredAt}
      draftKey={edit.draft.key}
      onSubmit={(event) => edit.submit(event)}
      onDiscard={edit.discard}
      notice={
        edit.comparison && (
          <EditConflict
            comparison={edit.comparison}
            labelOf={(field) => t(`objects:vehicle.${field}`)}
            show={(_field, value) => String(value ?? t('common:state.none'))}
            onKeepMine={() => edit.keepMine()}
            onTakeTheirs={edit.takeTheirs}
          />
        )
      }
    >
      <VehicleFields inputOf={inputsOf(edit.form)} vin={edit.form.values.vin} />
    </FormFrame>
  );
}
