<?php

declare(strict_types=1);

namespace MigrationTool;

/** An answer in the standard error format; $retryAfter is in seconds, null unless the server says so. */
final class MigrationException extends \RuntimeException
{
    public function __construct(
        string $message,
        public readonly string $errorCode,
        public readonly int $status,
        public readonly string $details = '',
        public readonly string $stepId = '',
        public readonly ?int $retryAfter = null,
    ) {
        parent::__construct($message);
    }
}
