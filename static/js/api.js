/** @import { Catalog, ConfigurationInput, DataBody, FieldError, GradientCheckBody, GradientCheckRequest, GroupSummary, ImportedRun, LandscapeBody, LandscapeReply, LoopTimeBody, ParameterValues, RunSummary, ScaleSweepBody, ScaleSweepReply, TableBody, TableReply, ViewBody, WorkedExampleBody } from "./wire.js" */
/** @import { CheckBody, CheckReply, LessonBody, LessonList } from "./wire.js" */

/** The server said no, and why (RFC 9457). */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} detail
   * @param {FieldError[]} errors
   * @param {number | null} [wait] seconds after which the server wants to be asked again
   */
  constructor(status, detail, errors, wait = null) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.errors = errors;
    this.wait = wait;
  }

  /** What was asked for is not there any more, or damaged. */
  get gone() {
    return this.status === 404 || this.status === 410;
  }
}

/**
 * The server's REST interface.
 * @param {string} root what stands before every path
 */
export function createApi(root) {
  const base = `${root}/api/v1`;
  return {
    /** @returns {Promise<Catalog>} */
    catalog: () => call(`${base}/catalog`),
    /** @param {ConfigurationInput} configuration @returns {Promise<RunSummary>} */
    createRun: (configuration) => call(`${base}/runs`, posting(configuration)),
    /** @param {TableBody} table @returns {Promise<TableReply>} */
    readTable: (table) => call(`${base}/tables`, posting(table)),
    /** @param {string} id @returns {Promise<RunSummary>} */
    run: (id) => call(`${base}/runs/${id}`),
    /** @param {string} id @returns {Promise<DataBody>} */
    runData: (id) => call(`${base}/runs/${id}/data`),
    /** @param {string} id @param {"now" | "start"} moment @returns {Promise<ParameterValues>} */
    parameters: (id, moment) => call(`${base}/runs/${id}/parameters?moment=${moment}`),
    /** @param {string} id @param {ViewBody["view"]} view @param {AbortSignal} [signal] @returns {Promise<ViewBody>} */
    view: (id, view, signal) => call(`${base}/runs/${id}/views/${view}`, { signal }),
    /** @param {string} id @param {GradientCheckRequest} wanted @param {AbortSignal} signal @returns {Promise<GradientCheckBody>} */
    checkGradients: (id, wanted, signal) =>
      call(`${base}/runs/${id}/gradient-check`, { ...posting(wanted), signal }),
    /** @param {string} id @param {AbortSignal} signal @returns {Promise<LoopTimeBody>} */
    loopTime: (id, signal) => call(`${base}/runs/${id}/loop-time`, { method: "POST", signal }),
    /** @param {string} name @returns {Promise<WorkedExampleBody>} */
    workedExample: (name) => call(`${base}/worked-examples/${name}`),
    /** @param {ScaleSweepBody} sweep @param {AbortSignal} signal @returns {Promise<ScaleSweepReply>} */
    sweepScales: (sweep, signal) => call(`${base}/scale-sweep`, { ...posting(sweep), signal }),
    /** @param {string} id @param {LandscapeBody} plane @param {AbortSignal} signal @returns {Promise<LandscapeReply>} */
    landscape: (id, plane, signal) => call(`${base}/runs/${id}/landscape`, { ...posting(plane), signal }),
    /** The address of a run as a file. @param {string} id @param {string} format @param {string} language of a report */
    exportUrl: (id, format, language) =>
      `${base}/runs/${id}/exports/${format}${format === "html" ? `?lang=${language}` : ""}`,
    /** @param {Blob} file @param {string} type @returns {Promise<ImportedRun>} */
    importRun: (file, type) =>
      call(`${base}/runs/import`, { method: "POST", headers: { "Content-Type": type }, body: file }),
    /** The address of a picture of a link. @param {string} link */
    qrUrl: (link) => `${base}/qr?text=${encodeURIComponent(link)}`,
    /** @param {string} id @returns {Promise<void>} */
    deleteRun: (id) => call(`${base}/runs/${id}`, { method: "DELETE" }),
    /** @param {string[]} runs @returns {Promise<GroupSummary>} */
    createGroup: (runs) => call(`${base}/groups`, posting({ runs })),
    /** @param {string} id @returns {Promise<GroupSummary>} */
    group: (id) => call(`${base}/groups/${id}`),
    /** @returns {Promise<LessonList>} */
    lessons: () => call(`${base}/lessons`),
    /** @param {string} id @returns {Promise<LessonBody>} */
    lesson: (id) => call(`${base}/lessons/${id}`),
    /** @param {string} id @param {CheckBody} body @returns {Promise<CheckReply>} */
    checkLesson: (id, body) => call(`${base}/lessons/${id}/check`, posting(body)),
    /** The address of a run's or a group's stream. @param {"runs" | "groups"} kind @param {string} id */
    streamUrl(kind, id) {
      const url = new URL(`${base}/${kind}/${id}/stream`, window.location.href);
      url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
      return url.href;
    },
  };
}

/** @param {object} body @returns {RequestInit} */
function posting(body) {
  return {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
}

/**
 * @param {string} url
 * @param {RequestInit} [init]
 * @returns {Promise<any>}
 */
async function call(url, init) {
  const response = await fetch(url, init);
  if (response.status === 204) return undefined;
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const wait = Number(response.headers.get("Retry-After")) || null;
  throw new Problem(response.status, body.detail ?? response.statusText, body.errors ?? [], wait);
}
