declare class MigrationClient {
  constructor(options: { baseUrl: string; credentials: { username: string; password: string } });
  getSteps(): Promise<MigrationClient.Step[]>;
  getStep(stepId: string): Promise<Record<string, unknown>>;
  migrateStep(stepId: string, options?: MigrationClient.MigrateOptions): Promise<MigrationClient.Started>;
  getProgress(stepId: string): Promise<MigrationClient.Progress>;
  wait(stepId: string, options?: { pollSeconds?: number }): Promise<MigrationClient.Progress>;
  stopStep(stepId: string): Promise<Record<string, unknown>>;
  resetStep(stepId: string): Promise<Record<string, unknown>>;
  validateStep(stepId: string): Promise<Record<string, unknown>>;
  startOrchestration(options?: MigrationClient.OrchestrateOptions): Promise<Record<string, unknown>>;
  getOrchestration(orchestrationId: string): Promise<Record<string, unknown>>;
}

declare namespace MigrationClient {
  interface Step {
    step_id: string;
    name: string;
    category: string;
    status: string;
    source_count: number;
    target_count: number;
    last_run: string | null;
  }
  interface Started {
    message: string;
    job_id: string;
    orchestration_id: string;
    status: string;
  }
  interface Progress {
    status: string;
    message: string;
    current: number;
    total: number;
    percentage: number;
    records_per_second: number;
    estimated_time_remaining: string;
    estimated_seconds_remaining: number | null;
    statistics: { success_count: number; error_count: number; skipped_count: number };
  }
  interface MigrateOptions {
    batchSize?: number;
    skipValidation?: boolean;
    stopOnError?: boolean;
    options?: Record<string, unknown>;
  }
  interface OrchestrateOptions extends MigrateOptions {
    steps?: string[];
  }
  class MigrationError extends Error {
    code: string;
    status: number;
    details: string;
    stepId: string;
    retryAfter: number | null;
  }
  export { MigrationClient };
}

export = MigrationClient;
