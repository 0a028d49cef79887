import { list, type WordGroup } from '../word-group.ts';

/** Ways to reach people and places where they are. */
export const CONTACT: readonly WordGroup[] = [
  {
    name: 'ip address',
    meaning: { kind: 'identifier', entity: 'IP', treatment: 'redact' },
    phrases: list(
      'ip, ip address, ip addr, ipv 4, ipv 6, remote addr, remote address, client ip, endereco ip, direccion ip',
    ),
    matching: list('ip, clientIp, ip_address, remote_addr, endereco_ip, ipv4'),
    others: list('ship, zip, tipo, recipient, script, equip'),
  },
  {
    name: 'url',
    meaning: { kind: 'identifier', entity: 'URL', treatment: 'redact' },
    phrases: list('url, uri, link, href, website, web site, sitio web, pagina web, enlace, homepage, callback url'),
    matching: list('url, photoUrl, document_url, link_laudo, website, enlace'),
    others: list('curl_version, linked, urine, situacao, blinking, furlough'),
  },
  {
    name: 'email',
    meaning: { kind: 'identifier', entity: 'EMAIL', treatment: 'redact' },
    phrases: list('email, e mail, mail, email address, correo, correo electronico, correio eletronico, endereco email'),
    matching: list('email, eMail, e_mail, email_address, correo_electronico, patientEmail'),
    others: list('mailing_list_size, female, correlation_id, thumbnail, email_type, detail'),
  },
  {
    name: 'phone',
    meaning: { kind: 'identifier', entity: 'PHONE', treatment: 'redact' },
    phrases: list(
      `phone, phone number, phone no, telephone, telefone, telefono, tel, fone, celular, cel, cell phone, cell number, mobile,
      mobile number, mobile phone, movil, whatsapp, whatsapp number, zap, fax, contact number, numero contato,
      numero contacto, msisdn, ddd, ramal, landline`,
    ),
    matching: list('phone, telefone_contato, tel, nrCelular, numero_de_telefone, whatsapp, movil, cellphone, phones'),
    others: list('telemetry, cellular_type, hotel, mobile_app_version, phonetic, excel, fonte'),
  },
  {
    name: 'postal code',
    meaning: { kind: 'identifier', entity: 'LOCATION', treatment: 'redact' },
    phrases: list('cep, zip, zip code, postal code, codigo postal, cod postal, postcode, post code, postal'),
    matching: list('cep, nr_cep, zipCode, postal_code, codigo_postal, zipcode, cepResidencial'),
    others: list('concept, recepcao, accept, gzip, except, codigo_procedimento'),
  },
  {
    name: 'coordinates',
    meaning: { kind: 'identifier', entity: 'LOCATION', treatment: 'drop' },
    phrases: list(
      `latitude, longitude, lat, lon, lng, geo, geolocation, geolocalizacao, geolocalizacion, geohash, gps, coordinate,
      coordenada, geo point`,
    ),
    matching: list('latitude, lng, geoHash, gps_position, coordenadas, home_lat'),
    others: list('translation, flat, long_description, platform, geometry_type, belongs'),
  },
  {
    name: 'country',
    meaning: { kind: 'form', shape: "{ pattern: '[A-Z]{2,3}', max: 3 }" },
    phrases: list('country code, codigo pais, cod pais, pais codigo, country iso, sigla pais, iso country'),
    matching: list('country_code, codigoPais, cod_pais, country_iso, sigla_pais'),
    others: list('country, pais, countryside, county, code'),
  },
  {
    name: 'federal state',
    meaning: { kind: 'form', shape: "{ pattern: '[A-Z]{2}', max: 2 }" },
    phrases: list('uf, sigla uf, sigla estado, state code, uf residencia, uf paciente, uf nascimento'),
    matching: list('uf, uf_residencia, siglaUf, state_code, sigla_estado'),
    others: list('buffer, estado, status, fuf, state'),
  },
  {
    name: 'place',
    meaning: { kind: 'identifier', entity: 'LOCATION', treatment: 'redact' },
    phrases: list(
      `address, addr, endereco, direccion, domicilio, logradouro, rua, street, street number, calle, avenida, bairro,
      barrio, colonia, district, distrito, neighborhood, neighbourhood, cidade, city, ciudad, municipio, municipality,
      town, localidad, localidade, county, complemento, apartamento, apartment, house number, numero casa,
      numero exterior, numero interior, residence, residencia, codigo ibge, ibge, location, localizacao, ubicacion,
      birthplace, birth place, place birth, naturalidade, lugar nacimiento, local nascimento, provincia, province, country,
      pais, endereco numero, numero endereco, address line`,
    ),
    matching: list('address, enderecoResidencial, calle, city, municipio, street_name, nome_rua, addr1, complemento'),
    others: list('addressee_type, ruana, capacity, streetwise, felicidade, ip_address, email_address, endereco_ip'),
  },
  {
    name: 'state',
    meaning: { kind: 'unclear', question: 'the state of an address, or a status?' },
    phrases: list('state, estado'),
    matching: list('state, estado, current_state, estado_actual, estado_atual'),
    others: list('statement, estado_civil, uf, status, state_code, sigla_estado'),
  },
];
