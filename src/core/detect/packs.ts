import { addressUnit } from './br/address-unit.ts';
import { brasilia } from './br/brasilia.ts';
import { cep } from './br/cep.ts';
import { cnpj } from './br/cnpj.ts';
import { cnpjAlphanumeric } from './br/cnpj-alphanumeric.ts';
import { cns } from './br/cns.ts';
import { cpf } from './br/cpf.ts';
import { healthPlanCard } from './br/health-plan-card.ts';
import { highway } from './br/highway.ts';
import { brazilianPhone } from './br/phone.ts';
import { residence } from './br/residence.ts';
import { settlement } from './br/settlement.ts';
import { street } from './br/street.ts';
import { dateNumeric } from './generic/date-numeric.ts';
import { dateWritten } from './generic/date-written.ts';
import { email } from './generic/email.ts';
import { internationalPhone } from './generic/international-phone.ts';
import { ipV4 } from './generic/ip-v4.ts';
import { ipV6 } from './generic/ip-v6.ts';
import { nanpPhone } from './generic/nanp-phone.ts';
import { paymentCard } from './generic/payment-card.ts';
import { spanishPhone } from './generic/spanish-phone.ts';
import { unexplainedDigits } from './generic/unexplained-digits.ts';
import { url } from './generic/url.ts';
import { writtenToken } from './generic/written-token.ts';
import type { Recognizer } from './recognizer.ts';

/** Recognizers by pack, in order of precedence where two are equally sure of the same digits: the likelier one first. */
export const PACKS: Readonly<Record<'br' | 'generic', readonly Recognizer[]>> = {
  br: [
    cpf,
    cns,
    cnpj,
    cnpjAlphanumeric,
    brazilianPhone,
    cep,
    healthPlanCard,
    street,
    settlement,
    addressUnit,
    brasilia,
    highway,
    residence,
  ],
  generic: [
    writtenToken,
    url,
    email,
    ipV6,
    dateNumeric,
    dateWritten,
    internationalPhone,
    nanpPhone,
    spanishPhone,
    ipV4,
    paymentCard,
    unexplainedDigits,
  ],
};
