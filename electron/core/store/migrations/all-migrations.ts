import type { Migration } from '../migrate.ts';
import { casework } from './0001-casework.ts';

/** In the order of their versions. A released migration is never edited; the next one adds. */
export const allMigrations: readonly Migration[] = [casework];
