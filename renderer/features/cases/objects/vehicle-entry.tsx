import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { Code } from '../../../ui/code.tsx';
import { RecordCard } from '../../../ui/record-card.tsx';
import { VehicleFacts } from '../../../ui/vehicle-facts.tsx';
import { useViewState } from '../../../ui/view-memory.ts';
import { CheckButton } from '../check-button.tsx';
import { DisputedMark } from '../disputes/disputed-mark.tsx';
import { VehicleEdit } from './vehicle-edit.tsx';

interface VehicleEntryProps {
  readonly vehicle: Output<'case.vehicles'>[number];
  readonly caseId: CaseId;
  readonly mayEdit: boolean;
}

/** One vehicle of a case, the whole record when opened. */
export function VehicleEntry({ vehicle, caseId, mayEdit }: VehicleEntryProps) {
  const { t } = useTranslation('common');
  const [isOpen, setOpen] = useViewState(`vehicle.open.${vehicle.id}`, false);
  const [isEditing, setEditing] = useViewState(`vehicle.editing.${vehicle.id}`, false);
  const makeAndModel = [vehicle.make, vehicle.model, vehicle.colour].filter((text) => text !== '').join(' ');
  const mark = vehicle.plate || vehicle.vin || vehicle.engineNumber;
  return (
    <RecordCard
      title={mark ? <Code>{mark}</Code> : <bdi>{makeAndModel}</bdi>}
      summary={mark && <bdi>{makeAndModel}</bdi>}
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
      tools={
        mayEdit && mark && <CheckButton caseId={caseId} subjectKind="vehicle" subjectId={vehicle.id} name={mark} />
      }
    >
      {isEditing && mayEdit ? (
        <VehicleEdit vehicle={vehicle} onDone={() => setEditing(false)} />
      ) : (
        <>
          <DisputedMark caseId={caseId} recordId={vehicle.id} />
          <VehicleFacts vehicle={vehicle} />
          {mayEdit && (
            <div>
              <Button variant="default" onClick={() => setEditing(true)}>
                {t('action.edit')}
              </Button>
            </div>
          )}
        </>
      )}
    </RecordCard>
  );
}
