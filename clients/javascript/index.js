'use strict';

/** An answer in the standard error format: `code`, `message`, `details`, `stepId`, `status`, `retryAfter` (seconds). */
class MigrationError extends Error {
  constructor(message, { code, status, details = '', stepId = '', retryAfter = null }) {
    super(message);
    this.name = 'MigrationError';
    Object.assign(this, { code, status, details, stepId, retryAfter });
  }

  static async of(response) {
    const answer = await response.json().catch(() => ({}));
    const error = answer.error ?? { code: 'HTTP_ERROR', message: `The server answered with status ${response.status}` };
    const retryAfter = response.headers.get('Retry-After');
    return new MigrationError(error.message, {
      code: error.code,
      status: response.status,
      details: error.details,
      stepId: error.step_id,
      retryAfter: retryAfter === null ? null : Number(retryAfter),
    });
  }
}

const AT_WORK = ['pending', 'running', 'stopping'];
const snakeCase = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Write the names of options as the API does: `batchSize` becomes `batch_size`. */
function toApi(value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [snakeCase(name), toApi(inner)]));
}

/** Client for the REST API; it signs in at the first call, and again when the session has ended. */
class MigrationClient {
  #baseUrl;
  #credentials;
  #session = null;

  constructor({ baseUrl, credentials }) {
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    this.#credentials = credentials;
  }

  /** All steps in the order in which they can run. */
  async getSteps() {
    return (await this.#get('/api/steps')).steps;
  }

  /** A step with its progress and statistics. */
  async getStep(stepId) {
    return (await this.#get(`/api/steps/${encodeURIComponent(stepId)}`)).step;
  }

  /** Start the migration of a step in the background. Options: `batchSize`, `skipValidation`, `options`. */
  migrateStep(stepId, options = {}) {
    return this.#post(`/api/migrate/${encodeURIComponent(stepId)}`, options);
  }

  /** How far a step is: `percentage`, `current`, `total`, `status`, `statistics` … */
  async getProgress(stepId) {
    const { success, progress, ...rest } = await this.#get(`/api/migrate/${encodeURIComponent(stepId)}/progress`);
    return { ...rest, ...progress };
  }

  /** The progress of a step when it has ended. */
  async wait(stepId, { pollSeconds = 2 } = {}) {
    for (;;) {
      const progress = await this.getProgress(stepId);
      if (!AT_WORK.includes(progress.status)) return progress;
      await new Promise((resolve) => setTimeout(resolve, pollSeconds * 1000));
    }
  }

  /** Stop the run that is at a step; it can be resumed. */
  stopStep(stepId) {
    return this.#post(`/api/migrate/${encodeURIComponent(stepId)}/stop`);
  }

  /** Put the target's tables back: of the step, and of the steps that depend on it. */
  resetStep(stepId) {
    return this.#post(`/api/migrate/${encodeURIComponent(stepId)}/reset`);
  }

  /** Compare a step with its source now. */
  async validateStep(stepId) {
    return (await this.#post(`/api/validate/${encodeURIComponent(stepId)}`)).validation;
  }

  /** Start several steps in the background. Options: `steps`, `batchSize`, `stopOnError`. */
  startOrchestration(options = {}) {
    return this.#post('/api/orchestrator/start', options);
  }

  /** The status of a run. */
  async getOrchestration(orchestrationId) {
    return (await this.#get(`/api/orchestrator/status/${encodeURIComponent(orchestrationId)}`)).orchestration;
  }

  #get(path) {
    return this.#call('GET', path);
  }

  #post(path, body = {}) {
    return this.#call('POST', path, body);
  }

  async #call(method, path, body) {
    if (this.#session === null) await this.#signIn();
    try {
      return await this.#send(method, path, body);
    } catch (error) {
      if (error.code !== 'AUTH_FAILED') throw error;
    }
    await this.#signIn();
    return this.#send(method, path, body);
  }

  async #signIn() {
    this.#session = null;
    this.#session = (await this.#send('POST', '/login', this.#credentials)).session_id;
  }

  async #send(method, path, body) {
    const headers = { Accept: 'application/json' };
    if (this.#session !== null) headers.Cookie = `sessionid=${this.#session}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const response = await fetch(this.#baseUrl + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(toApi(body)),
    });
    if (!response.ok) throw await MigrationError.of(response);
    return response.json();
  }
}

module.exports = MigrationClient;
module.exports.MigrationClient = MigrationClient;
module.exports.MigrationError = MigrationError;
