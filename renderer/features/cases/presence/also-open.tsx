import { Popover, UnstyledButton } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { PresentOfficer } from '#shared/ipc/presence.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { coreQuery } from '../../../data.ts';
import { isolate } from '../../../ui/isolate.ts';
import { useNow } from '../../../ui/now-context.ts';
import { useShortcuts } from '../../../ui/shortcuts.ts';
import { sinceText } from '../../../ui/since-text.ts';
import { useFormats } from '../../../ui/use-formats.ts';
import classes from './also-open.module.css';

/** Who else of the bureau has the case open; without a line, or without anybody, there is nothing to see. */
export function AlsoOpen({ caseId }: { readonly caseId: CaseId }) {
  // Who was here when the case was last looked at is not shown, not even for the moment in which it is asked anew.
  const { data: others = [] } = useQuery({ ...coreQuery('presence.others', { caseId }), gcTime: 0 });
  const [first, ...more] = others;
  return (
    <span role="status" aria-live="polite" className={classes.line}>
      {first && (
        <>
          <IconUsers size="0.875rem" aria-hidden="true" />
          {more.length === 0 ? <One key={first.workstation} present={first} /> : <Several others={others} />}
        </>
      )}
    </span>
  );
}

function One({ present }: { readonly present: PresentOfficer }) {
  const names = `${isolate(present.officer)} · ${isolate(present.workstation)}`;
  return (
    <span className={classes.one} title={names}>
      <Sentence name="presence.one" present={present} />
    </span>
  );
}

interface SeveralProps {
  readonly others: readonly PresentOfficer[];
}

/** A count, which opens into the list. */
function Several({ others }: SeveralProps) {
  const { t } = useTranslation('cases');
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} closeOnEscape={false} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={classes.count} onClick={() => setOpen(!isOpen)}>
          {t('presence.several', { count: others.length })}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('presence.list')}>
        <List others={others} onClose={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function List({ others, onClose }: SeveralProps & { readonly onClose: () => void }) {
  const { t } = useTranslation(['cases', 'common']);
  // The first Escape is the list's; the next one leaves the case.
  useShortcuts(t('cases:presence.list'), [{ keys: 'escape', label: t('common:action.close'), run: onClose }]);
  return (
    <ul className={classes.list} aria-label={t('cases:presence.list')}>
      {others.map((present) => (
        <li key={present.workstation}>
          <Sentence name="presence.listed" present={present} />
        </li>
      ))}
    </ul>
  );
}

interface SentenceProps {
  readonly name: 'presence.one' | 'presence.listed';
  readonly present: PresentOfficer;
}

/** The names stand in their own direction; what looks like markup in one is text. */
function Sentence({ name, present: { officer, workstation, since } }: SentenceProps) {
  const { t } = useTranslation('cases');
  const formats = useFormats();
  const now = useNow();
  return (
    <Trans
      t={t}
      i18nKey={name}
      values={{ officer, workstation, time: sinceText(formats, since, now) }}
      components={{ officer: <bdi dir="auto" />, place: <bdi dir="ltr" /> }}
      tOptions={{ interpolation: { escapeValue: true } }}
      shouldUnescape
    />
  );
}
