import { Button, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MrzProblem, MrzReading } from '#shared/domain/mrz.ts';
import { type MrzRepair, suggestRepairs } from '#shared/domain/mrz-repair.ts';
import { isolate } from './isolate.ts';
import classes from './mrz-field.module.css';
import type { MrzText } from './mrz-zone.ts';
import { useFormats } from './use-formats.ts';

interface MrzOutcomeProps {
  readonly value: MrzText;
  readonly onUse: (reading: MrzReading) => void;
}

/** Says what became of the zone: read, doubtful with repairs to choose from, or refused with the reason. */
export function MrzOutcome({ value, onUse }: MrzOutcomeProps) {
  const { result, text } = value;
  return (
    <div aria-live="polite">
      {result?.ok && <Read reading={result.value} />}
      {result?.ok === false && result.error.kind === 'check-digits' && (
        <Doubtful text={text} reading={result.error.reading} onUse={onUse} />
      )}
      {result?.ok === false && result.error.kind !== 'check-digits' && <Refused problem={result.error} />}
    </div>
  );
}

function Read({ reading }: { readonly reading: MrzReading }) {
  const { t } = useTranslation('persons');
  const failed = reading.checks.filter((check) => !check.holds).length;
  return (
    <div className={classes.outcome} data-tone={failed === 0 ? 'good' : 'doubt'}>
      <Text size="sm" fw={600}>
        <IconCircleCheck size="1em" aria-hidden />{' '}
        {failed === 0 ? t('mrz.read', { format: reading.format }) : t('mrz.readAsPrinted', { format: reading.format })}
      </Text>
      {reading.warnings.map((warning) => (
        <Text key={warning} size="sm">
          {t(`mrz.warning.${warning}`)}
        </Text>
      ))}
    </div>
  );
}

interface DoubtfulProps {
  readonly text: string;
  readonly reading: MrzReading;
  readonly onUse: (reading: MrzReading) => void;
}

function Doubtful({ text, reading, onUse }: DoubtfulProps) {
  const { t } = useTranslation('persons');
  const repairs = useMemo(() => suggestRepairs(text, new Date().toISOString().slice(0, 10)), [text]);
  const failed = reading.checks.filter((check) => !check.holds);
  return (
    <div className={classes.outcome} data-tone="doubt">
      <Text size="sm" fw={600}>
        <IconAlertTriangle size="1em" aria-hidden /> {t('mrz.doubtful', { count: failed.length })}
      </Text>
      <ul className={classes.words}>
        {failed.map((check) => (
          <li key={check.name}>
            {t('mrz.checkFails', {
              what: t(`mrz.check.${check.name}`),
              printed: check.printed,
              expected: check.expected,
            })}
          </li>
        ))}
      </ul>
      <Text size="sm">{repairs.length > 0 ? t('mrz.chooseRepair') : t('mrz.noRepair')}</Text>
      <div className={classes.repairs}>
        {repairs.map((repair) => (
          <RepairButton key={repair.reading.lines.join()} repair={repair} onUse={onUse} />
        ))}
        <Button variant="subtle" size="xs" onClick={() => onUse(reading)}>
          {t('mrz.useAsPrinted')}
        </Button>
      </div>
    </div>
  );
}

function RepairButton({ repair, onUse }: { readonly repair: MrzRepair; readonly onUse: DoubtfulProps['onUse'] }) {
  const { t } = useTranslation('persons');
  const { list } = useFormats();
  const label = list(
    repair.changes.map(({ from, to, line, column }) =>
      t('mrz.change', { from: isolate(from), to: isolate(to), line: line + 1, column: column + 1 }),
    ),
  );
  return (
    <Button variant="default" size="xs" onClick={() => onUse(repair.reading)}>
      {label}
    </Button>
  );
}

function Refused({ problem }: { readonly problem: Exclude<MrzProblem, { kind: 'check-digits' }> }) {
  const { t } = useTranslation('persons');
  const why =
    problem.kind === 'characters'
      ? t('mrz.refused.characters', { found: problem.found.join(' ') })
      : problem.kind === 'length'
        ? t('mrz.refused.length', { found: problem.found.join(' + ') })
        : t('mrz.refused.empty');
  return (
    <div className={classes.outcome} data-tone="bad" role="alert">
      <Text size="sm" fw={600}>
        <IconCircleX size="1em" aria-hidden /> {t('mrz.refused.title')}
      </Text>
      <Text size="sm">{why}</Text>
      {problem.kind === 'length' && (
        <Text size="sm">
          {t('mrz.refused.expected', {
            shapes: problem.expected.map((one) => `${one.format} ${one.lines} × ${one.length}`).join(', '),
          })}
        </Text>
      )}
    </div>
  );
}
