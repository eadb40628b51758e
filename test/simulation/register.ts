import type { Input } from '#shared/ipc/contract.ts';
import type { DocumentId, PersonId, VehicleId } from '#shared/lib/ids.ts';
import { personFieldsInput } from '#test/helpers/casework.ts';
import type { ACase } from './casework.ts';
import type { Dice } from './dice.ts';
import type { Ledger } from './ledger.ts';
import type { SimulatedStation } from './station/simulated-station.ts';
import { told } from './told.ts';

/** So few persons, documents and vehicles are written about at a time: colleagues meet in the same one. */
const AT_WORK = 3;

const ALIASES = ['Marek', 'Ilko', 'Maren'] as const;
const ROLES = ['suspect', 'wanted', 'witness'] as const;

const TABLES = { person: 'persons', document: 'documents', vehicle: 'vehicles' } as const;
type Kind = keyof typeof TABLES;

/** What people write about the persons, travel documents and vehicles in the cases of their bureau. */
export class Register {
  constructor(
    private readonly dice: Dice,
    private readonly ledger: Ledger,
    private readonly marker: (kind: string) => string,
  ) {}

  /** A new one, or a person who is known already and appears in one more case. */
  async add(station: SimulatedStation, found: ACase): Promise<void> {
    const what = this.dice.weighted({ person: 3, document: 3, vehicle: 2, link: 2 });
    if (what === 'person') return this.#addPerson(station, found);
    if (what === 'document') return this.#addDocument(station, found);
    if (what === 'vehicle') return this.#addVehicle(station, found);
    const personId = this.#one<PersonId>(station, 'person');
    if (!personId) return this.#addPerson(station, found);
    const role = this.dice.pick(ROLES);
    const answer = await station.call('person.link', { caseId: found.id, personId, role });
    told(station, `writes ${shortOf(personId)} into ${found.name} as ${role}`, answer);
  }

  /** @param colleague at another workstation of the bureau: may write into the same fields before the change has come there */
  async edit(station: SimulatedStation, colleague: SimulatedStation | null): Promise<void> {
    const kind = this.dice.weighted({ person: 3, document: 2, vehicle: 1 });
    const id = this.#one<PersonId & DocumentId & VehicleId>(station, kind);
    if (!id) return station.note('finds nobody to write about');
    const write = { person: this.#editPerson, document: this.#editDocument, vehicle: this.#editVehicle }[kind];
    await write.call(this, station, id);
    if (colleague && this.dice.chance(0.4)) await write.call(this, colleague, id);
  }

  async #addPerson(station: SimulatedStation, { id: caseId, name }: ACase): Promise<void> {
    const marker = this.marker('p');
    const fields = personFieldsInput({ birthPlace: `Port Alba ${marker}` });
    const answer = await station.call('person.create', { caseId, role: this.dice.pick(ROLES), fields });
    told(station, `writes person ${marker} into ${name}`, answer);
    if (answer.ok) this.ledger.saved.push({ station: station.name, kind: 'person', marker });
  }

  /** Of somebody who is known, or of nobody yet. */
  async #addDocument(station: SimulatedStation, { id: caseId, name }: ACase): Promise<void> {
    const marker = this.marker('t');
    const holderId = this.dice.chance(0.5) ? this.#one<PersonId>(station, 'person') : null;
    const fields = { ...PASSPORT, number: `UT ${marker}`, holderId };
    const answer = await station.call('document.create', { caseId, fields });
    told(station, `writes document ${marker} into ${name}`, answer);
    if (answer.ok) this.ledger.saved.push({ station: station.name, kind: 'document', marker });
  }

  async #addVehicle(station: SimulatedStation, { id: caseId, name }: ACase): Promise<void> {
    const marker = this.marker('v');
    const answer = await station.call('vehicle.create', { caseId, fields: { plate: `UT ${marker}` } });
    told(station, `writes vehicle ${marker} into ${name}`, answer);
    if (answer.ok) this.ledger.saved.push({ station: station.name, kind: 'vehicle', marker });
  }

  async #editPerson(station: SimulatedStation, id: PersonId): Promise<void> {
    const shown = await station.call('person.get', { id });
    if (!shown.ok) return told(station, `looks for ${shortOf(id)}`, shown);
    const { version, aliases, identityConfirmed } = shown.value;
    const changes = this.#changeOfPerson(aliases, identityConfirmed);
    const answer = await station.call('person.update', { id, version, changes });
    told(station, `edits ${shortOf(id)}: ${Object.entries(changes).join()}`, answer);
  }

  async #editDocument(station: SimulatedStation, id: DocumentId): Promise<void> {
    const shown = await station.call('document.get', { id });
    if (!shown.ok) return told(station, `looks for ${shortOf(id)}`, shown);
    const changes = this.#changeOfDocument(station);
    const answer = await station.call('document.update', { id, version: shown.value.version, changes });
    told(station, `edits ${shortOf(id)}: ${Object.entries(changes).join()}`, answer);
  }

  async #editVehicle(station: SimulatedStation, id: VehicleId): Promise<void> {
    const shown = await station.call('vehicle.get', { id });
    if (!shown.ok) return told(station, `looks for ${shortOf(id)}`, shown);
    const changes = this.#changeOfVehicle();
    const answer = await station.call('vehicle.update', { id, version: shown.value.version, changes });
    told(station, `edits ${shortOf(id)}: ${Object.entries(changes).join()}`, answer);
  }

  /** A legal field, a text, or a set to which one adds what another takes away. */
  #changeOfPerson(aliases: readonly string[], isConfirmed: boolean): Input<'person.update'>['changes'] {
    const { dice } = this;
    switch (dice.weighted({ name: 2, aliases: 3, marks: 1, confirmed: 1 })) {
      case 'name':
        return { familyName: dice.pick(['Marenko', 'Marenka', 'Marenkov']) };
      case 'marks':
        return { marks: this.marker('s') };
      case 'confirmed':
        return { identityConfirmed: !isConfirmed };
      case 'aliases': {
        const alias = dice.pick(ALIASES);
        return { aliases: aliases.includes(alias) ? aliases.filter((one) => one !== alias) : [...aliases, alias] };
      }
    }
  }

  /** Whose it is, which may be somebody of whom the others have not heard yet; another legal field, or a text. */
  #changeOfDocument(station: SimulatedStation): Input<'document.update'>['changes'] {
    const { dice } = this;
    switch (dice.weighted({ holder: 3, expiry: 2, remarks: 2 })) {
      case 'holder':
        return { holderId: this.#one<PersonId>(station, 'person') };
      case 'expiry':
        return { expiryDate: dice.pick(['2027-05', '2031-11-04', '2029']) };
      case 'remarks':
        return { remarks: this.marker('r') };
    }
  }

  #changeOfVehicle(): Input<'vehicle.update'>['changes'] {
    const { dice } = this;
    switch (dice.weighted({ colour: 2, vin: 1, remarks: 1 })) {
      case 'colour':
        return { colour: dice.pick(['white', 'grey', 'blue']) };
      case 'vin':
        return { vin: dice.pick(['UTOZZZ99ZTS392124', 'UTOZZZ99ZTS392142']) };
      case 'remarks':
        return { remarks: this.marker('r') };
    }
  }

  /** One of the last that this workstation has learnt of. */
  #one<Id extends string>(station: SimulatedStation, kind: Kind): Id | null {
    const sql = `SELECT id FROM ${TABLES[kind]} ORDER BY rowid DESC LIMIT ?`;
    const rows = station.store?.read.all<{ id: Id }>(sql, [AT_WORK]);
    return rows && rows.length > 0 ? this.dice.pick(rows).id : null;
  }
}

const PASSPORT = { type: 'passport', issuingCountry: 'UTO', issueDate: null, expiryDate: null, remarks: '' } as const;

/** As a trace calls somebody whose name may change. */
const shortOf = (id: string): string => id.slice(-6);
