import type { CheckQuestion } from '#shared/ipc/checks.ts';

/** What was asked, in one line. */
export function questionTitle(question: CheckQuestion): string {
  switch (question.database) {
    case 'nominal': {
      const { name, forename, birthDate } = question.query;
      const full = forename ? `${name}, ${forename}` : name;
      return birthDate ? `${full}, ${birthDate}` : full;
    }
    case 'sltd': {
      const { documentNumber, issuingCountry } = question.query;
      return issuingCountry ? `${documentNumber} (${issuingCountry})` : documentNumber;
    }
    case 'vehicle': {
      const { vin, plate, engineNumber } = question.query;
      return vin ?? plate ?? engineNumber ?? '';
    }
  }
}
