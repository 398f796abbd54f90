using Covalent.Core.Execution;
using Covalent.Worker.Output;

namespace Covalent.Worker.Feeding;

/// <summary>What jobs print, and how far they say they are, through files in a folder; without one it stays with this process.</summary>
internal sealed class FeedOutput : IDisposable
{
    private readonly string? _progress;
    private readonly TimeProvider _clock;
    private readonly CapturedStream? _stdout;
    private readonly CapturedStream? _stderr;
    private readonly RunawayOutput? _runaway;

    public FeedOutput(string? folder, TimeProvider clock)
    {
        _clock = clock;
        if (folder is not null)
        {
            _progress = Path.Combine(folder, "progress");
            _stdout = new CapturedStream(Path.Combine(folder, "stdout"), OutputStream.Stdout);
            _stderr = new CapturedStream(Path.Combine(folder, "stderr"), OutputStream.Stderr);
            _runaway = RunawayOutput.Watch(clock, _stdout, _stderr);
        }
    }

    public TaskProgress BeginProgress() => new(_progress, told: null, _clock);

    public void Begin()
    {
        _stdout?.BeginAlone();
        _stderr?.BeginAlone();
    }

    public ReadOnlyMemory<byte> TakeStdout() => Take(_stdout);

    public ReadOnlyMemory<byte> TakeStderr() => Take(_stderr);

    public void Dispose()
    {
        _runaway?.Dispose();
        _stdout?.Dispose();
        _stderr?.Dispose();
    }

    private static ReadOnlyMemory<byte> Take(CapturedStream? stream)
    {
        if (stream is null || stream.End is not (> 0 and var length))
        {
            return default;
        }

        var output = stream.Read(0, length);
        stream.Empty();
        return output;
    }
}
