import { IconUsers } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { documentId, personId, vehicleId } from '#shared/lib/ids.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListDetail } from '../../ui/list-detail.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { DocumentDetailView } from './document-detail.tsx';
import { ObjectList } from './object-list.tsx';
import { PersonDetailView } from './person-detail.tsx';
import { VehicleDetailView } from './vehicle-detail.tsx';

/** People & objects: everything recorded, whatever the case, and beside it the one that is open. */
export function ObjectsPage() {
  const { t } = useTranslation('objects');
  const { kind = null, id = null } = useParams({ strict: false });
  const navigate = useNavigate();
  useShortcuts(t('title'), [{ keys: 'escape', label: t('list.leave'), run: () => void navigate({ to: '/objects' }) }]);
  return (
    <ListDetail
      name="objects"
      label={t('title')}
      list={
        <ObjectList
          openId={id}
          onOpen={(row) => void navigate({ to: '/objects/$kind/$id', params: { kind: row.kind, id: row.id } })}
        />
      }
      detail={<Detail kind={kind} id={id} />}
    />
  );
}

function Detail({ kind, id }: { readonly kind: string | null; readonly id: string | null }) {
  const { t } = useTranslation('objects');
  const person = personId.safeParse(id);
  const document = documentId.safeParse(id);
  const vehicle = vehicleId.safeParse(id);
  if (kind === 'person' && person.success) return <PersonDetailView key={person.data} id={person.data} />;
  if (kind === 'document' && document.success) return <DocumentDetailView key={document.data} id={document.data} />;
  if (kind === 'vehicle' && vehicle.success) return <VehicleDetailView key={vehicle.data} id={vehicle.data} />;
  return <EmptyState icon={<IconUsers size="2rem" />} title={t('nothingOpen.title')} body={t('nothingOpen.body')} />;
}
