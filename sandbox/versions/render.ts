import { formerSnapshot } from '../engine/event-recorder.js';
import { type Links, linksOf } from '../engine/links.js';
import type { Fields, SandboxEvent } from '../objects/event.js';
import { hash, isHash, overlay, previousAttributes } from '../previous-attributes.js';
import { BASIL, isOlder, type VersionMove } from './move.js';
import { eventMovesBefore, movesBefore } from './moves.js';

/** The object as an API of `apiVersion` shows it, and so for every object inside it. */
export function renderObject(object: object, apiVersion: string): Fields {
  const moves = movesBefore(apiVersion);
  return hash(moves.length === 0 ? object : renderNode(object, moves, {}));
}

/**
 * Whether the version has events of this type. Types that Stripe adds are sent in all versions, an intent of 2018 to an
 * endpoint of 2015 too; but with basil an invoice's payments became objects of their own, and older ones have none.
 */
export function existsIn(type: string, apiVersion: string): boolean {
  return !(type.startsWith('invoice_payment.') && isOlder(apiVersion, BASIL));
}

/**
 * The event as an endpoint of `apiVersion` gets it, or null when that version has no such event. `previous_attributes`
 * is made anew from both snapshots in the older shape.
 */
export function renderEvent(event: SandboxEvent, apiVersion: string): SandboxEvent | null {
  if (!existsIn(event.type, apiVersion)) return null;
  const rendered: SandboxEvent = { ...event, api_version: apiVersion, data: renderData(event, apiVersion) };
  return eventMovesBefore(apiVersion).reduce((older, move) => move.downgrade(older), rendered);
}

function renderData(event: SandboxEvent, apiVersion: string): SandboxEvent['data'] {
  const { object, previous_attributes } = event.data;
  const after = renderObject(object, apiVersion);
  if (!previous_attributes) return { object: after };
  const before = renderObject(formerSnapshot(event) ?? overlay(object, previous_attributes), apiVersion);
  return { object: after, previous_attributes: previousAttributes(before, after) };
}

/** From the top down: a move may put newest-shape objects inside (the charges of an intent), which are then rendered in turn. */
function renderNode(value: unknown, moves: readonly VersionMove[], inherited: Links): unknown {
  if (Array.isArray(value)) return value.map((entry) => renderNode(entry, moves, inherited));
  if (!isHash(value)) return value;
  const links = linksOf(value) ?? inherited;
  let fields = value;
  for (const move of moves) {
    if (move.object === fields['object']) fields = move.downgrade(fields, links);
  }
  return Object.fromEntries(Object.entries(fields).map(([name, child]) => [name, renderNode(child, moves, links)]));
}
