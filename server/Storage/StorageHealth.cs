using Microsoft.Extensions.Logging;

namespace Orchestrator.Storage;

/// <summary>What is wrong with the storage.</summary>
/// <param name="Kind">Why it takes nothing.</param>
/// <param name="Since">Since when.</param>
internal sealed record StorageTrouble(StorageFailure Kind, DateTimeOffset Since);

/// <summary>
/// Whether the host's database takes what happens. Its writer reports every failure and every recovery; what is heard
/// and logged here are the changes. Any thread may call.
/// </summary>
internal sealed class StorageHealth(TimeProvider time, ILogger<StorageHealth> logger)
{
    private readonly Lock _lock = new();
    private StorageTrouble? _trouble;

    /// <summary>Called after each change; must not block.</summary>
    public event Action? Changed;

    /// <summary>What is wrong; null when all is well. The first cause stays until it is over, but damage outweighs it.</summary>
    public StorageTrouble? Trouble
    {
        get
        {
            lock (_lock) return _trouble;
        }
    }

    public bool IsWell => Trouble is null;

    /// <summary>Something could not be stored.</summary>
    public void ReportFailure(StorageFailure kind, Exception exception)
    {
        lock (_lock)
        {
            if (_trouble is not null && (kind != StorageFailure.Damaged || _trouble.Kind == kind)) return;
            _trouble = new StorageTrouble(kind, _trouble?.Since ?? time.GetUtcNow());
        }

        logger.LogError(exception, "Nothing can be stored: {Cause}", StorageFailures.Cause(kind));
        Changed?.Invoke();
    }

    /// <summary>Something was stored again. Damage does not go away by itself, whatever else can still be written.</summary>
    public void ReportRecovery()
    {
        TimeSpan lasted;
        lock (_lock)
        {
            if (_trouble is null or { Kind: StorageFailure.Damaged }) return;
            lasted = time.GetUtcNow() - _trouble.Since;
            _trouble = null;
        }

        logger.LogInformation("The state can be stored again, after {Lasted}", lasted);
        Changed?.Invoke();
    }
}
