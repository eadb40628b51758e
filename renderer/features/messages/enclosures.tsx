import { Checkbox, Text } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageDraft } from '#shared/ipc/messages.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../data.ts';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { PersonName } from '../../ui/person-name.tsx';
import { useFormats } from '../../ui/use-formats.ts';
import { useWords } from '../../ui/use-words.ts';
import { toggled } from './compose-draft.ts';
import classes from './enclosures.module.css';
import { fieldId } from './field-focus.ts';

interface Props {
  readonly draft: MessageDraft;
  readonly onChange: (changes: Partial<MessageDraft>) => void;
}

/** What of the case goes along: nothing unless it is ticked. */
export function Enclosures({ draft, onChange }: Props) {
  const { t } = useTranslation('messages');
  return (
    <section className={classes.enclosures} aria-label={t('compose.enclose')}>
      <h2 className={classes.title}>{t('compose.enclose')}</h2>
      {draft.caseId === null ? (
        <Text size="sm">{t('compose.encloseNoCase')}</Text>
      ) : (
        <CaseContents caseId={draft.caseId} draft={draft} onChange={onChange} />
      )}
    </section>
  );
}

interface ContentsProps extends Props {
  readonly caseId: CaseId;
}

function useCaseContents(id: CaseId) {
  const persons = useCoreQuery('case.persons', { id }).data;
  const documents = useCoreQuery('case.documents', { id }).data;
  const vehicles = useCoreQuery('case.vehicles', { id }).data;
  const files = useCoreQuery('case.files', { id }).data;
  return persons && documents && vehicles && files ? { persons, documents, vehicles, files } : null;
}

function CaseContents({ caseId, draft, onChange }: ContentsProps) {
  const { t } = useTranslation('messages');
  const formats = useFormats();
  const word = useWords();
  const contents = useCaseContents(caseId);
  if (!contents) return <DelayedSkeleton lines={3} />;
  const { persons, documents, vehicles, files } = contents;
  if (persons.length + documents.length + vehicles.length + files.length === 0) {
    return <Text size="sm">{t('compose.encloseNothing')}</Text>;
  }
  return (
    <>
      <Group id={fieldId('persons')} title={t('compose.persons')} shown={persons.length > 0}>
        {persons.map(({ id, familyName, forename, birthDate, role }) => (
          <Item
            key={id}
            label={<PersonName familyName={familyName} forename={forename} />}
            detail={[birthDate && formats.partialDate(birthDate), word('personRole', role)]}
            checked={draft.personIds.includes(id)}
            onToggle={() => onChange({ personIds: toggled(draft.personIds, id) })}
          />
        ))}
      </Group>
      <Group id={fieldId('documents')} title={t('compose.documents')} shown={documents.length > 0}>
        {documents.map(({ id, number, type, issuingCountry, holderName }) => (
          <Item
            key={id}
            label={number}
            detail={[word('documentType', type), issuingCountry, holderName]}
            checked={draft.documentIds.includes(id)}
            onToggle={() => onChange({ documentIds: toggled(draft.documentIds, id) })}
          />
        ))}
      </Group>
      <Group id={fieldId('vehicles')} title={t('compose.vehicles')} shown={vehicles.length > 0}>
        {vehicles.map(({ id, plate, vin, make, model, colour }) => (
          <Item
            key={id}
            label={plate || vin || make}
            detail={[vin && plate ? vin : null, make, model, colour]}
            checked={draft.vehicleIds.includes(id)}
            onToggle={() => onChange({ vehicleIds: toggled(draft.vehicleIds, id) })}
          />
        ))}
      </Group>
      <Group id={fieldId('attachments')} title={t('compose.files')} shown={files.length > 0}>
        {files.map(({ id, name, size, state }) => (
          <Item
            key={id}
            label={name}
            detail={[formats.bytes(size), state === 'here' ? null : t(`compose.fileState.${state}`)]}
            disabled={state !== 'here' && !draft.attachmentIds.includes(id)}
            checked={draft.attachmentIds.includes(id)}
            onToggle={() => onChange({ attachmentIds: toggled(draft.attachmentIds, id) })}
          />
        ))}
      </Group>
    </>
  );
}

interface GroupProps {
  readonly id: string;
  readonly title: string;
  readonly shown: boolean;
  readonly children: ReactNode;
}

function Group({ id, title, shown, children }: GroupProps) {
  if (!shown) return null;
  return (
    <fieldset id={id} className={classes.group} tabIndex={-1}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface ItemProps {
  readonly label: ReactNode;
  readonly detail: readonly (string | null | undefined)[];
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onToggle: () => void;
}

function Item({ label, detail, checked, disabled = false, onToggle }: ItemProps) {
  return (
    <Checkbox
      checked={checked}
      disabled={disabled}
      onChange={onToggle}
      label={
        <>
          <bdi dir="auto">{label}</bdi>
          {detail.filter(Boolean).map((one) => (
            <Fragment key={one}>
              {' '}
              <bdi className={classes.detail}>{one}</bdi>
            </Fragment>
          ))}
        </>
      }
    />
  );
}
