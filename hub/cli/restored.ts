import { withAdmin } from './with-admin.ts';

/** After the database came back from a backup, before the hub serves again. */
export async function restored(): Promise<void> {
  const epoch = await withAdmin((admin) => admin.beginEpoch());
  console.log(`Began epoch ${epoch}: the workstations will offer again what the hub has lost.`);
  console.log('Whom you have revoked or suspended since the back-up is neither here: do so again before you serve.');
  console.log('Enrolment codes that were open are good no more: make new ones.');
}
