import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MIB = 1024 * 1024;

const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;

/** The smallest picture there is: one grey pixel. */
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);

/** A ZIP with one stored, empty entry of the given name: what a word processor's file begins with. */
function zipWith(name: string): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 4);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length, 16);
  return Buffer.concat([local, Buffer.from(name), central, Buffer.from(name), end]);
}

async function writeVideo(path: string, mebibytes: number): Promise<void> {
  const file = await open(path, 'w');
  const block = randomBytes(MIB);
  block.write('ftypisom', 4);
  for (let at = 0; at < mebibytes; at += 1) await file.write(block);
  await file.close();
}

export interface SampleFiles {
  readonly folder: string;
  readonly pdf: string;
  readonly jpeg: string;
  readonly docx: string;
  /** 200 MiB unless asked for less. */
  readonly video: string;
  remove(): Promise<void>;
}

/** Files of the ordinary kinds, made anew, where the user that runs the workstation can read them. */
export async function makeSampleFiles(videoMebibytes = 200): Promise<SampleFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'ncb-files-'));
  await chmod(folder, 0o755);
  const path = (name: string) => join(folder, name);
  await writeFile(path('Warrant copy.pdf'), PDF);
  await writeFile(path('photo-17.jpg'), JPEG);
  await writeFile(path('Statement.docx'), zipWith('word/document.xml'));
  await writeVideo(path('crossing.mp4'), videoMebibytes);
  return {
    folder,
    pdf: path('Warrant copy.pdf'),
    jpeg: path('photo-17.jpg'),
    docx: path('Statement.docx'),
    video: path('crossing.mp4'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export const sha256Of = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
