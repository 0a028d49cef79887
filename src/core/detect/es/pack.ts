import type { Recognizer } from '../recognizer.ts';
import { spanishAddressUnit } from './address-unit.ts';
import { spanishBankAccount } from './bank-account.ts';
import { citizenCard, civilNumber } from './cartao-cidadao.ts';
import { spanishCaseCode, spanishCaseNumber } from './case-number.ts';
import { cbu } from './cbu.ts';
import { cedula, runWithK } from './cedula.ts';
import { cif } from './cif.ts';
import { cipCode, cipNumber } from './cip.ts';
import { clabe } from './clabe.ts';
import { collegiate } from './collegiate.ts';
import { cuil } from './cuil.ts';
import { curp } from './curp.ts';
import { dniNumber, dniWithLetter } from './dni.ts';
import { spanishHealthPlanCode, spanishHealthPlanNumber } from './health-plan.ts';
import { imss } from './imss.ts';
import { electorKey, voterCardNumber } from './ine.ts';
import { latinPhone } from './latin-phone.ts';
import { spanishMedicalRecordCode, spanishMedicalRecordNumber } from './medical-record.ts';
import { nie } from './nie.ts';
import { nifPortugal } from './nif-portugal.ts';
import { niss } from './niss.ts';
import { nuss } from './nuss.ts';
import { portuguesePostalCode } from './portuguese-postal-code.ts';
import { spanishPostalCode } from './postal-code.ts';
import { rfc } from './rfc.ts';
import { spanishStreet } from './street.ts';
import { utente } from './utente.ts';
import { vehiclePlate } from './vehicle-plate.ts';

/** Recognizers of Spain, Mexico, Argentina, Portugal and their neighbours, in order of precedence. */
export const ES_PACK: readonly Recognizer[] = [
  dniWithLetter,
  nie,
  curp,
  electorKey,
  rfc,
  nuss,
  imss,
  cuil,
  clabe,
  cbu,
  cif,
  cipCode,
  cipNumber,
  citizenCard,
  utente,
  niss,
  nifPortugal,
  dniNumber,
  runWithK,
  cedula,
  civilNumber,
  voterCardNumber,
  collegiate,
  vehiclePlate,
  spanishMedicalRecordNumber,
  spanishMedicalRecordCode,
  spanishHealthPlanNumber,
  spanishHealthPlanCode,
  spanishBankAccount,
  spanishCaseNumber,
  spanishCaseCode,
  latinPhone,
  spanishPostalCode,
  portuguesePostalCode,
  spanishStreet,
  spanishAddressUnit,
];
