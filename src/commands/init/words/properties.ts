import { list } from '../word-group.ts';

/** As the first or last word they turn a name into one about the thing, not the thing itself: `phone_type`, `tipo_documento`. */
export const PROPERTIES: readonly string[] = list(
  `type, tipo, tp, status, situacao, situacion, kind, class, classe, category, categoria, count, qtd, qtde, qty, quantidade,
  quantity, cantidad, cant, total, flag, ind, indicador, format, formato, length, size, tamanho, tamano, duration, duracao,
  duracion, verified, verificado, valid, issuer, emissor, emisor, orgao, version, versao, model, modelo, segment, segmento,
  system, sistema, uf, language, idioma, mime, width, bytes, reason, label, source, origem, origen, preference`,
);

/** Words that need what is around them to mean something. */
export const GENERIC: ReadonlySet<string> = new Set(
  list(
    `id, identifier, identificador, uuid, guid, numero, number, nr, num, no, nro, codigo, code, cod, cd, value, valor, key,
    chave, clave, name, nome, nombre, nm, full, completo, complete, formatted, main, principal, primary, raw, original`,
  ),
);
