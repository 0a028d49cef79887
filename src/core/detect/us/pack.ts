import type { Recognizer } from '../recognizer.ts';
import { usAddressUnit } from './address-unit.ts';
import { alienNumber } from './alien-number.ts';
import { bankAccountCode, bankAccountNumber, routingNumber } from './bank-account.ts';
import { caseCode, caseNumber } from './case-number.ts';
import { dea } from './dea.ts';
import { driverLicenseCode, driverLicenseNumber } from './driver-license.ts';
import { ein } from './ein.ts';
import { healthPlanCode, healthPlanNumber } from './health-plan.ts';
import { hicn } from './hicn.ts';
import { usHighway } from './highway.ts';
import { itin } from './itin.ts';
import { lastFour } from './last-four.ts';
import { licensePlate } from './license-plate.ts';
import { localPhone } from './local-phone.ts';
import { mbi } from './mbi.ts';
import { medicalRecordCode, medicalRecordNumber } from './medical-record.ts';
import { npi } from './npi.ts';
import { passportCode, passportNumber } from './passport.ts';
import { phoneExtension } from './phone-extension.ts';
import { poBox } from './po-box.ts';
import { professionalLicenseCode, professionalLicenseNumber } from './professional-license.ts';
import { ssn } from './ssn.ts';
import { ssnLastFour } from './ssn-last-four.ts';
import { streetAddress } from './street-address.ts';
import { vin } from './vin.ts';
import { stateZip, zip } from './zip.ts';

/** Recognizers of the United States, in order of precedence. */
export const US_PACK: readonly Recognizer[] = [
  mbi,
  hicn,
  dea,
  vin,
  itin,
  ssn,
  ssnLastFour,
  alienNumber,
  npi,
  routingNumber,
  ein,
  passportNumber,
  passportCode,
  driverLicenseNumber,
  driverLicenseCode,
  professionalLicenseNumber,
  professionalLicenseCode,
  licensePlate,
  medicalRecordNumber,
  medicalRecordCode,
  healthPlanNumber,
  healthPlanCode,
  bankAccountNumber,
  bankAccountCode,
  lastFour,
  caseNumber,
  caseCode,
  localPhone,
  phoneExtension,
  poBox,
  streetAddress,
  usAddressUnit,
  usHighway,
  stateZip,
  zip,
];
