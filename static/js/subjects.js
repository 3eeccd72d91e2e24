import { Problem } from "./api.js";
import { nested } from "./configuration.js";
import { needsRun } from "./networks.js";

/** @import { Network } from "./types.js" */
/** @import { Catalog, FieldError, RunSummary } from "./wire.js" */

/** What can be followed: one run, or several of one group, whose name comes when it is opened. @typedef {{ runs: RunSummary[], group: string | null }} Subject */

/** The name of a run. */
const ID = /^[\w-]{16}$/;

/** Choices of one or more networks broke a rule. */
export class Refused extends Error {
  /** @param {{ network: number, errors: FieldError[] }[]} refusals */
  constructor(refusals) {
    super();
    this.refusals = refusals;
  }
}

/**
 * Runs and groups over REST: found, made of choices, dropped.
 * @param {object} parts
 * @param {ReturnType<typeof import("./api.js").createApi>} parts.api
 * @param {typeof import("./memory.js").runMemory} parts.memory
 */
export function createSubjects({ api, memory }) {
  /** Runs that this tab has made, and that nobody else has driven: it may drop them. @type {Set<string>} */
  const mine = new Set();

  /** @param {Network} network @param {Catalog} catalog @param {boolean} anew */
  async function runFor(network, catalog, anew) {
    const { run, choices } = network;
    const known = run && !anew && !needsRun(network, catalog) ? await orNull(api.run(run.id)) : null;
    if (known) return known;
    const made = await api.createRun(nested(choices));
    mine.add(made.id);
    return made;
  }

  /** @param {string[]} ids */
  function drop(ids) {
    for (const id of ids) if (mine.delete(id)) api.deleteRun(id).catch(() => {}); // it may be gone already
  }

  return {
    /** @param {string} id it may come from anywhere @returns {Promise<Subject | null>} */
    async find(id) {
      const run = ID.test(id) ? await orNull(api.run(id)) : null;
      return run && { runs: [run], group: null };
    },
    /** Make a run of a file that an export has written. @param {Blob} file @param {string} type */
    async bring(file, type) {
      const { left_behind: leftBehind, ...run } = await api.importRun(file, type);
      mine.add(run.id);
      return { subject: { runs: [run], group: null }, leftBehind };
    },
    /** What this tab has shown before. @returns {Promise<Subject | null>} */
    async remembered() {
      const [run, group] = [memory.get(), memory.group()];
      const found = group !== null && ID.test(group) ? await orNull(api.group(group)) : null;
      const subject = found ? { runs: found.runs, group } : run === null ? null : await this.find(run);
      for (const { id } of subject?.runs ?? []) mine.add(id);
      return subject;
    },
    /**
     * Make the runs that networks need; the others keep theirs.
     * @param {Network[]} networks
     * @param {Catalog} catalog
     * @param {boolean} anew the server has lost them
     * @returns {Promise<Subject>}
     */
    async make(networks, catalog, anew) {
      const before = new Set(mine);
      const made = await Promise.allSettled(networks.map((network) => runFor(network, catalog, anew)));
      const failures = made.flatMap((one, network) =>
        one.status === "rejected" ? [{ network, error: one.reason }] : [],
      );
      if (failures.length === 0) {
        return { runs: made.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])), group: null };
      }
      drop([...mine].filter((id) => !before.has(id)));
      const other = failures.find(({ error }) => !(error instanceof Problem && error.status === 422));
      if (other) throw other.error;
      throw new Refused(failures.map(({ network, error }) => ({ network, errors: error.errors })));
    },
    /** The address of its stream. @param {Subject} subject */
    async open(subject) {
      const { runs } = subject;
      if (runs.length === 1) return api.streamUrl("runs", runs[0].id);
      const group = subject.group ?? (await api.createGroup(runs.map(({ id }) => id))).id;
      subject.group = group;
      return api.streamUrl("groups", group);
    },
    /** Show it again after a reload. @param {Subject} subject */
    remember({ runs, group }) {
      if (runs.every(({ id }) => mine.has(id))) memory.set(runs[0].id, group);
    },
    drop,
    /** Somebody else has driven them. @param {string[]} ids */
    disown(ids) {
      for (const id of ids) mine.delete(id);
    },
  };
}

/**
 * @template T
 * @param {Promise<T>} asked
 * @returns {Promise<T | null>} null where there is no such thing
 */
async function orNull(asked) {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Problem && error.gone) return null;
    throw error;
  }
}
