import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../scripts/runtime/paths.ts';

/** Source: snifter/MRZCode.NET, MrzSamples.cs (MIT): specimens of ICAO 9303 in all five formats, by their names there. */
export function mrzSpecimens(): ReadonlyMap<string, string> {
  const text = readFileSync(join(projectRoot, '..', 'shared', 'vectors', 'mrz-specimens.txt'), 'utf8');
  const blocks = text.split(/^# /m).filter((block) => block.trim() !== '');
  return new Map(
    blocks.map((block) => {
      const [name = '', ...lines] = block.trim().split('\n');
      return [name.trim(), lines.join('\n')];
    }),
  );
}
