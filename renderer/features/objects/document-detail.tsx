import { useTranslation } from 'react-i18next';
import type { DocumentId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../data.ts';
import { Code } from '../../ui/code.tsx';
import { DetailNotShown } from '../../ui/detail-not-shown.tsx';
import { DocumentFacts } from '../../ui/document-facts.tsx';
import { Screen } from '../../ui/screen.tsx';
import { Section } from '../../ui/section.tsx';
import { toAppError } from '../../ui/to-app-error.ts';
import { CasesOf } from './cases-of.tsx';
import { CheckLink } from './check-link.tsx';

/** A travel or identity document, whatever the case, and the cases it stands in. */
export function DocumentDetailView({ id }: { readonly id: DocumentId }) {
  const { t } = useTranslation('objects');
  const found = useCoreQuery('document.get', { id });
  if (!found.data) return <DetailNotShown error={found.error && toAppError(found.error)} />;
  const { number, cases } = found.data;
  return (
    <Screen title={<Code>{number}</Code>} toolbar={<CheckLink subjectKind="document" subjectId={id} />}>
      <Section level={2} title={t('detail.document')}>
        <DocumentFacts document={found.data} />
      </Section>
      <CasesOf cases={cases} />
    </Screen>
  );
}
