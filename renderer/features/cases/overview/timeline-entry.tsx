import {
  IconArrowsExchange,
  IconCar,
  IconDeviceFloppy,
  IconFile,
  IconFolder,
  IconGitMerge,
  IconId,
  IconMail,
  IconNote,
  IconPencil,
  IconScale,
  IconShieldSearch,
  IconUser,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryState } from '#shared/domain/delivery-state.ts';
import type { EventKind, TimelineEvent } from '#shared/ipc/cases.ts';
import { DeliveryBadge } from '../../../ui/delivery-badge.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { useBureaus } from '../../../ui/use-bureaus.ts';
import classes from './case-overview.module.css';
import { deliveryOf } from './event-standing.ts';
import { useEventSentence } from './use-event-sentence.ts';

const shapes: Record<EventKind, ComponentType<{ readonly size?: string }>> = {
  'case-created': IconFolder,
  'case-edited': IconPencil,
  'status-changed': IconArrowsExchange,
  'person-added': IconUser,
  'person-edited': IconUser,
  'document-added': IconId,
  'document-edited': IconId,
  'vehicle-added': IconCar,
  'vehicle-edited': IconCar,
  'note-added': IconNote,
  'file-added': IconFile,
  'check-run': IconShieldSearch,
  'check-answered': IconShieldSearch,
  'request-sent': IconMail,
  'request-delivered': IconMail,
  'request-read': IconMail,
  'request-withdrawn': IconMail,
  'request-needs-attention': IconMail,
  'message-received': IconMail,
  'conversation-moved': IconMail,
  'case-renumbered': IconFolder,
  'parallel-change': IconGitMerge,
  'conflict-found': IconScale,
  'conflict-decided': IconScale,
};

interface TimelineEntryProps {
  readonly event: TimelineEvent;
  /** Where the message the entry is about stands now; null where it is about none. */
  readonly messageState: DeliveryState | null;
}

/** What happened, who did it, when, and where it stands. */
export function TimelineEntry({ event, messageState }: TimelineEntryProps) {
  const sentence = useEventSentence();
  // Who did it is a person here, or a bureau by its code.
  const { name: bureauName } = useBureaus();
  const Shape = shapes[event.kind];
  return (
    <li className={classes.entry}>
      <span className={classes.shape} aria-hidden="true">
        <Shape size="1rem" />
      </span>
      <div className={classes.words}>
        <p className={classes.sentence}>{sentence(event)}</p>
        <p className={classes.about}>
          <bdi>{bureauName(event.actor)}</bdi>
          <Instant at={event.at} />
          <Standing kind={event.kind} messageState={messageState} />
        </p>
      </div>
    </li>
  );
}

function Standing({ kind, messageState }: { readonly kind: EventKind; readonly messageState: DeliveryState | null }) {
  const { t } = useTranslation('common');
  const state = deliveryOf(kind, messageState);
  if (state !== null) return <DeliveryBadge state={state} />;
  return (
    <span className={classes.saved}>
      <IconDeviceFloppy size="0.875rem" aria-hidden="true" />
      {t('state.saved')}
    </span>
  );
}
