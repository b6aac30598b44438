<?php

declare(strict_types=1);

namespace MigrationTool;

/** Client for the REST API; it signs in at the first call, and again when the session has ended. */
final class Client
{
    private const AT_WORK = ['pending', 'running', 'stopping'];

    private string $baseUrl;
    private array $credentials;
    private float $timeout;
    private ?string $session = null;

    /** @param array{base_url: string, username: string, password: string, timeout?: float} $options timeout in seconds */
    public function __construct(array $options)
    {
        $this->baseUrl = rtrim($options['base_url'], '/');
        $this->credentials = ['username' => $options['username'], 'password' => $options['password']];
        $this->timeout = $options['timeout'] ?? 600.0;
    }

    /** All steps in the order in which they can run. */
    public function getSteps(): array
    {
        return $this->call('GET', '/api/steps')['steps'];
    }

    /** A step with its progress and statistics. */
    public function getStep(string $stepId): array
    {
        return $this->call('GET', '/api/steps/' . rawurlencode($stepId))['step'];
    }

    /** Start the migration of a step in the background. Options: batch_size, skip_validation, options. */
    public function migrateStep(string $stepId, array $options = []): array
    {
        return $this->call('POST', '/api/migrate/' . rawurlencode($stepId), $options);
    }

    /** How far a step is: percentage, current, total, status, statistics … */
    public function getProgress(string $stepId): array
    {
        $answer = $this->call('GET', '/api/migrate/' . rawurlencode($stepId) . '/progress');

        return $answer['progress'] + $answer;
    }

    /** The progress of a step when it has ended. */
    public function wait(string $stepId, float $pollSeconds = 2.0): array
    {
        while (in_array(($progress = $this->getProgress($stepId))['status'], self::AT_WORK, true)) {
            usleep((int) ($pollSeconds * 1_000_000));
        }

        return $progress;
    }

    /** Stop the run that is at a step; it can be resumed. */
    public function stopStep(string $stepId): array
    {
        return $this->call('POST', '/api/migrate/' . rawurlencode($stepId) . '/stop', []);
    }

    /** Put the target's tables back: of the step, and of the steps that depend on it. */
    public function resetStep(string $stepId): array
    {
        return $this->call('POST', '/api/migrate/' . rawurlencode($stepId) . '/reset', []);
    }

    /** Compare a step with its source now. */
    public function validateStep(string $stepId): array
    {
        return $this->call('POST', '/api/validate/' . rawurlencode($stepId), [])['validation'];
    }

    /** Start several steps in the background. Options: steps, batch_size, stop_on_error. */
    public function startOrchestration(array $options = []): array
    {
        return $this->call('POST', '/api/orchestrator/start', $options);
    }

    /** The status of a run. */
    public function getOrchestration(string $orchestrationId): array
    {
        return $this->call('GET', '/api/orchestrator/status/' . rawurlencode($orchestrationId))['orchestration'];
    }

    private function call(string $method, string $path, ?array $body = null): array
    {
        if ($this->session === null) {
            $this->signIn();
        }
        try {
            return $this->send($method, $path, $body);
        } catch (MigrationException $error) {
            if ($error->errorCode !== 'AUTH_FAILED') {
                throw $error;
            }
        }
        $this->signIn();

        return $this->send($method, $path, $body);
    }

    private function signIn(): void
    {
        $this->session = null;
        $this->session = $this->send('POST', '/login', $this->credentials)['session_id'];
    }

    private function send(string $method, string $path, ?array $body): array
    {
        $headers = ['Accept: application/json', 'Content-Type: application/json'];
        if ($this->session !== null) {
            $headers[] = 'Cookie: PHPSESSID=' . $this->session;
        }
        $context = stream_context_create(['http' => [
            'method' => $method,
            'header' => $headers,
            'content' => $body === null ? '' : json_encode((object) $body, JSON_THROW_ON_ERROR),
            'timeout' => $this->timeout,
            'ignore_errors' => true,
            'follow_location' => 0,
        ]]);
        $content = @file_get_contents($this->baseUrl . $path, false, $context);
        if ($content === false) {
            throw new MigrationException('No answer from ' . $this->baseUrl, 'NO_ANSWER', 0);
        }
        preg_match('/^HTTP\/\S+ (\d+)/', $http_response_header[0], $found);
        $status = (int) $found[1];
        $answer = json_decode($content, true);
        if ($status >= 400 || !is_array($answer)) {
            throw self::failure(is_array($answer) ? $answer : [], $status, $http_response_header);
        }

        return $answer;
    }

    private static function failure(array $answer, int $status, array $headers): MigrationException
    {
        $error = $answer['error'] ?? ['code' => 'HTTP_ERROR', 'message' => "The server answered with status $status"];
        $retryAfter = null;
        foreach ($headers as $header) {
            if (preg_match('/^Retry-After:\s*(\d+)/i', $header, $found)) {
                $retryAfter = (int) $found[1];
            }
        }

        return new MigrationException(
            $error['message'],
            $error['code'],
            $status,
            $error['details'] ?? '',
            $error['step_id'] ?? '',
            $retryAfter,
        );
    }
}
