import {
  IconAlertTriangle,
  IconArrowUp,
  IconCheck,
  IconChecks,
  IconCircleCheck,
  IconClock,
  IconPencil,
  IconSlash,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryState } from '#shared/domain/delivery-state.ts';
import classes from './delivery-badge.module.css';

interface IconProps {
  readonly size?: number | string;
  readonly stroke?: number;
}

/** Each state has its own shape, so that it can be told apart without colour. */
const shapes: Record<DeliveryState, ComponentType<IconProps>> = {
  draft: IconPencil,
  waiting: IconClock,
  sending: IconArrowUp,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconCircleCheck,
  'needs-attention': IconAlertTriangle,
  withdrawn: IconSlash,
};

interface Props {
  readonly state: DeliveryState;
}

/** Where something that leaves the workstation stands: a word and a shape. */
export function DeliveryBadge({ state }: Props) {
  const { t } = useTranslation('vocabulary');
  const Shape = shapes[state];
  return (
    <span className={classes.badge} data-state={state}>
      <span className={classes.shape} aria-hidden="true">
        <Shape size="1rem" stroke={1.75} />
      </span>
      {t(`deliveryState.${state}`)}
    </span>
  );
}
