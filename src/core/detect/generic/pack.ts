import { healthPlanOnCard } from '../br/health-plan-card.ts';
import type { Recognizer } from '../recognizer.ts';
import { age } from './age.ts';
import { ageSpoken } from './age-spoken.ts';
import { biometricTemplate } from './biometric-template.ts';
import { cardSecurity } from './card-security.ts';
import { coordinates } from './coordinates.ts';
import { dateNumeric } from './date-numeric.ts';
import { dateSpoken } from './date-spoken.ts';
import { dateWritten } from './date-written.ts';
import { dayAndMonth } from './day-and-month.ts';
import { dayOfMonth } from './day-of-month.ts';
import { deviceCode, deviceNumber } from './device-number.ts';
import { email } from './email.ts';
import { embeddedRecording } from './embedded-recording.ts';
import { geneticChange } from './genetic-change.ts';
import { geneticMarker } from './genetic-marker.ts';
import { geneticVariant } from './genetic-variant.ts';
import { handle } from './handle.ts';
import { hlaType } from './hla-type.ts';
import { iban } from './iban.ts';
import { internationalPhone } from './international-phone.ts';
import { ipV4 } from './ip-v4.ts';
import { ipV6 } from './ip-v6.ts';
import { jsonWebToken } from './json-web-token.ts';
import { login } from './login.ts';
import { macAddress } from './mac-address.ts';
import { nanpPhone } from './nanp-phone.ts';
import { oneTimeCode, sixDigitCode } from './one-time-code.ts';
import { password } from './password.ts';
import { paymentCard } from './payment-card.ts';
import { spanishPhone } from './spanish-phone.ts';
import { spokenEmail } from './spoken-email.ts';
import { spokenNumber } from './spoken-number.ts';
import { spokenPhone } from './spoken-phone.ts';
import { timestamp } from './timestamp.ts';
import { unexplainedCode } from './unexplained-code.ts';
import { unexplainedDigits } from './unexplained-digits.ts';
import { url } from './url.ts';
import { uuid } from './uuid.ts';
import { writtenToken } from './written-token.ts';

/** Recognizers that are the same in all countries, in order of precedence. */
export const GENERIC_PACK: readonly Recognizer[] = [
  writtenToken,
  jsonWebToken,
  embeddedRecording,
  geneticVariant,
  coordinates,
  macAddress,
  url,
  email,
  spokenEmail,
  handle,
  password,
  login,
  ipV6,
  timestamp,
  dateNumeric,
  dateSpoken,
  dateWritten,
  dayAndMonth,
  dayOfMonth,
  ageSpoken,
  age,
  spokenPhone,
  spokenNumber,
  internationalPhone,
  nanpPhone,
  spanishPhone,
  ipV4,
  paymentCard,
  // Behind it, as a part of a number after "cartão" is one of a card for payment first.
  healthPlanOnCard,
  oneTimeCode,
  sixDigitCode,
  deviceNumber,
  deviceCode,
  cardSecurity,
  iban,
  uuid,
  biometricTemplate,
  geneticMarker,
  geneticChange,
  hlaType,
  unexplainedCode,
  unexplainedDigits,
];
