import { useTranslation } from 'react-i18next';
import { Code } from '../../ui/code.tsx';
import { arrayRows } from '../../ui/row-source.ts';
import { VirtualRows } from '../../ui/virtual-rows.tsx';
import classes from './gallery.module.css';

const numbers = Array.from({ length: 10_000 }, (_, at) => at);

/** Ten thousand rows, nothing, and a failure. */
export function GalleryRows() {
  const { t } = useTranslation('ui');
  const lists = [
    arrayRows('gallery.many', numbers),
    arrayRows('gallery.none', []),
    arrayRows('gallery.loading', undefined),
    arrayRows('gallery.failed', undefined, { code: 'unexpected' }),
  ];
  return lists.map((source) => (
    <section key={source.of} className={classes.rows}>
      <VirtualRows
        name={source.of}
        label={t('keys.listGroup')}
        source={source}
        render={(number) => <Code>{String(number)}</Code>}
        onOpen={() => undefined}
        empty={t('country.none')}
      />
    </section>
  ));
}
