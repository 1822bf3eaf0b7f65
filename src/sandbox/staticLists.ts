import { ok, type Endpoints } from './endpoints';
import { isWanted } from './listing';
import { STATIC_LISTS } from './statics';

/** `GET /conversion/static/…`: the lists that forms are built from. */
export function addStaticLists(endpoints: Endpoints): void {
  for (const { path, idFilter, rows } of STATIC_LISTS) {
    endpoints.member('GET', `/api/v3/conversion/static/${path}`, ({ query }) => {
      const search = (query.trimmed('searchField') ?? '').toLowerCase();
      const ids = idFilter === undefined ? [] : query.ints(idFilter);
      const data = rows.filter(
        ({ id, name }) => isWanted(ids, id) && name.toLowerCase().includes(search),
      );
      return ok({ data, totalRecords: rows.length, filteredRecords: data.length });
    });
  }
}
