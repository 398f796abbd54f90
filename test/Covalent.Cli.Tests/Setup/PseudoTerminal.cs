using System.Diagnostics;
using System.Text;

namespace Covalent.Cli.Tests.Setup;

/// <summary>The real command in a real terminal: util-linux's <c>script</c> makes one and passes on what is written and typed.</summary>
internal sealed class PseudoTerminal : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly StringBuilder _seen = new();
    private readonly Task _reading;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PseudoTerminal(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    public static bool IsAvailable => OperatingSystem.IsLinux() && File.Exists("/usr/bin/script");

    /// <summary>Everything the terminal showed, escape sequences included.</summary>
    public string Screen
    {
        get
        {
            lock (_seen)
            {
                return _seen.ToString();
            }
        }
    }

    public static PseudoTerminal Start(Dictionary<string, string> environment, params string[] arguments) => Start(160, environment, arguments);

    public static PseudoTerminal Start(int columns, Dictionary<string, string> environment, params string[] arguments)
    {
        var line = string.Join(' ', new[] { Installation.Dotnet, Installation.Assembly }.Concat(arguments).Select(static argument => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        var start = new ProcessStartInfo("/usr/bin/script", ["-q", "-e", "-c", $"tty; stty cols {columns} rows 50; {line}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Installation.SetEnvironment(start, environment);
        start.Environment.TryAdd("TERM", "xterm-256color");
        return new PseudoTerminal(Process.Start(start)!);
    }

    public Task TypeAsync(string text) => WriteAsync(text);

    /// <summary>Makes the terminal narrower or wider, as dragging the edge of its window does.</summary>
    public async Task ResizeAsync(int columns)
    {
        await WaitForAsync("\n");
        var device = Screen[..Screen.IndexOf('\n', StringComparison.Ordinal)].Trim();
        using var stty = Process.Start(new ProcessStartInfo("stty", ["-F", device, "cols", $"{columns}"]))!;
        await stty.WaitForExitAsync();
        Assert.Equal(0, stty.ExitCode);
    }

    /// <summary>Waits until the terminal has shown a text.</summary>
    public async Task WaitForAsync(string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!Screen.Contains(text, StringComparison.Ordinal))
        {
            var more = _more;
            if (Screen.Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            Assert.False(_reading.IsCompleted, $"The command ended without showing '{text}'. It showed: {Screen}");
            await Task.WhenAny(more.Task, _reading).WaitAsync(limit.Token);
        }
    }

    /// <summary>Waits for the end of the command.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _reading.WaitAsync(limit.Token);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _reading;
        _process.Dispose();
    }

    private async Task WriteAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        int read;
        while ((read = await _process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (_seen)
            {
                _seen.Append(buffer, 0, read);
            }

            var more = Interlocked.Exchange(ref _more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            more.TrySetResult();
        }
    }
}
