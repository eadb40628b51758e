import { useTranslation } from 'react-i18next';
import type { VehicleId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../data.ts';
import { Code } from '../../ui/code.tsx';
import { DetailNotShown } from '../../ui/detail-not-shown.tsx';
import { Screen } from '../../ui/screen.tsx';
import { Section } from '../../ui/section.tsx';
import { toAppError } from '../../ui/to-app-error.ts';
import { VehicleFacts } from '../../ui/vehicle-facts.tsx';
import { CasesOf } from './cases-of.tsx';
import { CheckLink } from './check-link.tsx';

/** A vehicle, whatever the case, and the cases it stands in. */
export function VehicleDetailView({ id }: { readonly id: VehicleId }) {
  const { t } = useTranslation('objects');
  const found = useCoreQuery('vehicle.get', { id });
  if (!found.data) return <DetailNotShown error={found.error && toAppError(found.error)} />;
  const { plate, vin, engineNumber, make, model, cases } = found.data;
  const mark = plate || vin || engineNumber;
  return (
    <Screen
      title={mark ? <Code>{mark}</Code> : <bdi>{`${make} ${model}`}</bdi>}
      toolbar={mark && <CheckLink subjectKind="vehicle" subjectId={id} />}
    >
      <Section level={2} title={t('detail.vehicle')}>
        <VehicleFacts vehicle={found.data} />
      </Section>
      <CasesOf cases={cases} />
    </Screen>
  );
}
