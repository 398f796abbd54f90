using System.Collections.Concurrent;

namespace Covalent.Engine.Storage.Sqlite;

/// <summary>The reading connections of a store, opened when first needed, so that a long read keeps nobody else waiting.</summary>
/// <param name="open">Opens one more.</param>
internal sealed class SqliteReaders(Func<SqliteReader> open) : IDisposable
{
    private static readonly int Most = Math.Clamp(Environment.ProcessorCount, 4, 16);
    private readonly SemaphoreSlim _free = new(Most, Most);
    private readonly ConcurrentStack<SqliteReader> _idle = new();

    /// <summary>Reads through a connection that nobody else uses meanwhile.</summary>
    public T Use<T>(Func<SqliteReader, T> read)
    {
        _free.Wait();
        try
        {
            var reader = _idle.TryPop(out var idle) ? idle : open();
            T result;
            try
            {
                result = read(reader);
            }
            catch
            {
                // Its statements may stand in the middle of their rows.
                reader.Dispose();
                throw;
            }

            _idle.Push(reader);
            return result;
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Closes the connections, once those in use have come back.</summary>
    public void Dispose()
    {
        for (var taken = 0; taken < Most; taken++)
        {
            _free.Wait();
        }

        while (_idle.TryPop(out var reader))
        {
            reader.Dispose();
        }

        _free.Dispose();
    }
}
