import type { Hono } from 'hono';
import type { Env } from './guard';
import type { Sandbox } from './sandbox';
import type { Hit } from './world';

/** The newest hits are kept. */
const MOST_HITS = 1_000;
const MOST_FIELDS = 20;
const MOST_CHARACTERS = 300;

/** What tags load. IQM does not document its script; this one does nothing but say whose it is. */
export function addPixels(app: Hono<Env>, sandbox: Sandbox): void {
  for (const path of ['/i/pixel/:id', '/d/c/conversion/:id']) {
    app.get(path, (c) => {
      const found = count(sandbox, c.req.path, c.req.param('id') ?? '', new URL(c.req.url));
      return c.body(
        found ? '/* IQM sandbox: counted. */\n' : '/* IQM sandbox: no such pixel. */\n',
        found ? 200 : 404,
        {
          'Content-Type': 'text/javascript; charset=utf-8',
          'Cache-Control': 'no-store',
          'X-Content-Type-Options': 'nosniff',
        },
      );
    });
  }
}

/** Counts a fire: the total rises, the first one makes a pending conversion active. Nothing gets attributed. */
function count(sandbox: Sandbox, path: string, pixelId: string, url: URL): boolean {
  const { world } = sandbox;
  const conversion = world.conversions.find(
    ({ kind, uuid, deleted }) =>
      !deleted && kind !== 'postback' && plainId(uuid) === plainId(pixelId),
  );
  const query = Object.fromEntries(
    [...url.searchParams]
      .slice(0, MOST_FIELDS)
      .map(([name, value]) => [name.slice(0, MOST_CHARACTERS), value.slice(0, MOST_CHARACTERS)]),
  );
  const value = /^-?\d+(\.\d+)?$/.test(query.cv ?? '') ? Number(query.cv) : undefined;
  const hit: Hit = {
    at: sandbox.now(),
    path: path.slice(0, MOST_CHARACTERS),
    query,
    ...(value !== undefined && { value }),
    ...(conversion && { conversionId: conversion.id }),
  };
  world.hits = [...world.hits, hit].slice(-MOST_HITS);
  if (conversion) {
    conversion.total += 1;
    conversion.status = 'active';
  }
  sandbox.changed();
  return conversion !== undefined;
}

/** Ids are compared without hyphens and in lower case: tags hold them in both forms. */
function plainId(id: string): string {
  return id.replaceAll('-', '').toLowerCase();
}
