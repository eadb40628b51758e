import { createHash } from 'node:crypto';
import { remoteOf } from '#core/files/arriving.ts';
import { isOfUrgentMessage } from '#core/files/on-demand.ts';
import { type AttachmentRecord, attachmentById, isContentHere } from '#core/store/tables/attachments.ts';
import { fetchLimit } from '#core/store/tables/fetch-limit.ts';
import type { AttachmentId } from '#shared/lib/ids.ts';
import { chunkCount } from '#shared/protocol/seal-file.ts';
import type { Ledger, WantedFile } from './ledger.ts';
import type { Problem } from './problem.ts';
import { readOf, type SimulatedStation } from './station/simulated-station.ts';
import type { World } from './world/world.ts';

/** What is said to be here is whole; what is not, is somewhere else for a reason; and what somebody asked for has come. */
export async function judgeFiles(
  world: World,
  stations: readonly SimulatedStation[],
  { wanted }: Ledger,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const station of stations) {
    const asked = wanted.filter((file) => file.station === station.name);
    for (const file of asked) problems.push(...(await judgeWanted(world, stations, station, file)));
    for (const file of elsewhere(station)) problems.push(...(await judgeElsewhere(world, stations, station, file)));
    problems.push(...(await judgeContents(station)));
  }
  return problems;
}

async function judgeWanted(
  { hub }: World,
  stations: readonly SimulatedStation[],
  station: SimulatedStation,
  { id, name, digest }: WantedFile,
): Promise<Problem[]> {
  const file = attachmentById(readOf(station), id);
  if (file?.state === 'here' && file.digest === digest) return [];
  const holders = holdersOf(stations, station, digest);
  if (file && (await isAtHub(hub, file))) holders.push('the hub');
  if (holders.length === 0) return [];
  const what = `"${name}", which ${station.name} asked for, is ${file?.state ?? 'not there'}, and ${holders.join(', ')} has it`;
  return [{ kind: 'lost', what }];
}

const elsewhere = (station: SimulatedStation): AttachmentRecord[] =>
  readOf(station)
    .all<{ id: AttachmentId }>("SELECT id FROM attachments WHERE state <> 'here' ORDER BY added_at, id")
    .flatMap(({ id }) => attachmentById(readOf(station), id) ?? []);

/** Whoever has not asked for a file, or has taken that back, may still expect what the list says of it to be true. */
async function judgeElsewhere(
  { hub }: World,
  stations: readonly SimulatedStation[],
  station: SimulatedStation,
  file: AttachmentRecord,
): Promise<Problem[]> {
  const wrong = async (): Promise<string | null> => {
    if (isContentHere(readOf(station), file.digest)) return 'its content is here';
    switch (file.state) {
      case 'on-demand':
        return waitsForNobody(station, file);
      // The hub may have it once more, as when somebody offers again what a bundle had brought: nobody is told so, but colleagues have it.
      case 'gone':
        return (await isAtHub(hub, file)) && holdersOf(stations, station, file.digest).length === 0
          ? 'the hub alone has it'
          : null;
      case 'announced': {
        const holders = holdersOf(stations, station, file.digest);
        return holders.length > 0 ? `${holders.join(', ')} has it` : null;
      }
      default:
        return 'nothing was wrong with it';
    }
  };
  const why = await wrong();
  return why ? [{ kind: 'lost', what: `"${file.name}" is ${file.state} at ${station.name}, though ${why}` }] : [];
}

/** A file waits that comes by itself. */
function waitsForNobody(station: SimulatedStation, file: AttachmentRecord): string | null {
  const db = readOf(station);
  const limit = fetchLimit(db);
  if (limit === null || file.size <= limit) return `${file.size} bytes come by themselves where the limit is ${limit}`;
  return isOfUrgentMessage(db, file) && file.askedAt === null ? 'it came with an urgent message' : null;
}

const holdersOf = (stations: readonly SimulatedStation[], station: SimulatedStation, digest: string): string[] =>
  stations
    .filter((one) => one !== station && one.bureau === station.bureau && isContentHere(readOf(one), digest))
    .map(({ name }) => name);

async function isAtHub({ database }: World['hub'], file: AttachmentRecord): Promise<boolean> {
  if (file.remote === null) return false;
  const { blobId, size } = remoteOf(file);
  const chunks = await database.query('select 1 from blob_chunks where blob_id = $1', [blobId]);
  return chunks.length === chunkCount(size);
}

/** A person can write out every file that is said to be here, and it is the one that was added. */
async function judgeContents(station: SimulatedStation): Promise<Problem[]> {
  const problems: Problem[] = [];
  const files = readOf(station).all<{ id: AttachmentId; name: string; digest: string }>(
    "SELECT id, name, digest FROM attachments WHERE state = 'here' GROUP BY digest ORDER BY added_at, id",
  );
  for (const { id, name, digest } of files) {
    let written = '';
    const token = station.accept((bytes) => {
      written = createHash('sha256').update(bytes).digest('hex');
    });
    const answer = await station.call('file.save', { id, token });
    const what = answer.ok ? 'is another one' : `cannot be written out: ${answer.error.code}`;
    if (!answer.ok || written !== digest) problems.push({ kind: 'lost', what: `"${name}" at ${station.name} ${what}` });
  }
  return problems;
}
