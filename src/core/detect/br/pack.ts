import type { Recognizer } from '../recognizer.ts';
import { addressUnit } from './address-unit.ts';
import { bankAccount, bankCode, bankNumber } from './bank-account.ts';
import { brasilia } from './brasilia.ts';
import { cep } from './cep.ts';
import { cnh } from './cnh.ts';
import { cnpj } from './cnpj.ts';
import { cnpjAlphanumeric } from './cnpj-alphanumeric.ts';
import { cns } from './cns.ts';
import { courtCase } from './court-case.ts';
import { cpf } from './cpf.ts';
import { healthPlanCard, healthPlanCode } from './health-plan-card.ts';
import { highway } from './highway.ts';
import { letteredReference } from './lettered-reference.ts';
import { licensePlate } from './license-plate.ts';
import { longNumber } from './long-number.ts';
import { medicalRecordCode, medicalRecordNumber } from './medical-record.ts';
import { mistypedCpf } from './mistyped-cpf.ts';
import { numberTail } from './number-tail.ts';
import { passport, passportNumber } from './passport.ts';
import { brazilianPhone } from './phone.ts';
import { phoneLongDistance } from './phone-long-distance.ts';
import { pis } from './pis.ts';
import { pixCode } from './pix-code.ts';
import { pixKey } from './pix-key.ts';
import { councilNumber, professionalCouncil } from './professional-council.ts';
import { referenceCode, referenceNumber } from './reference.ts';
import { chassis, renavam } from './renavam.ts';
import { residence } from './residence.ts';
import { rg, rgCode } from './rg.ts';
import { rgIssuer } from './rg-issuer.ts';
import { rnm } from './rnm.ts';
import { settlement } from './settlement.ts';
import { spokenCpf } from './spoken-cpf.ts';
import { street } from './street.ts';
import { voterId } from './voter-id.ts';
import { votingPlace } from './voting-place.ts';

/** Recognizers of Brazil, in order of precedence: where two are equally sure of the same digits, the likelier one first. */
export const BR_PACK: readonly Recognizer[] = [
  cpf,
  mistypedCpf,
  spokenCpf,
  cns,
  cnpj,
  cnpjAlphanumeric,
  brazilianPhone,
  phoneLongDistance,
  cep,
  cnh,
  pis,
  voterId,
  rg,
  rgCode,
  rgIssuer,
  rnm,
  passport,
  passportNumber,
  healthPlanCard,
  healthPlanCode,
  medicalRecordNumber,
  medicalRecordCode,
  professionalCouncil,
  councilNumber,
  pixKey,
  pixCode,
  bankAccount,
  bankNumber,
  bankCode,
  licensePlate,
  renavam,
  chassis,
  courtCase,
  votingPlace,
  longNumber,
  referenceNumber,
  referenceCode,
  letteredReference,
  numberTail,
  street,
  settlement,
  addressUnit,
  brasilia,
  highway,
  residence,
];
