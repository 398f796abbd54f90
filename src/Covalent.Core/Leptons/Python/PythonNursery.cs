using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Covalent.Core.Leptons;

/// <summary>One warm interpreter, see <c>nursery.py</c>: each call runs in a fork of it, so that calls cannot disturb each other.</summary>
internal sealed class PythonNursery
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly UnixDomainSocketEndPoint _door;
    private long _lastCall;

    private PythonNursery(Process process, string folder)
    {
        (_process, _folder) = (process, folder);
        _door = new UnixDomainSocketEndPoint(Path.Combine(folder, "s"));
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => Clean();
        if (_process.HasExited)
        {
            Clean();
        }
    }

    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts one; null where it cannot be had.</summary>
    public static async Task<PythonNursery?> StartAsync(PythonInterpreter interpreter, double idleSeconds)
    {
        var folder = Directory.CreateTempSubdirectory("cov-").FullName;
        try
        {
            var (nursery, runner) = (Path.Combine(folder, "nursery.py"), Path.Combine(folder, PythonFolder.Runner));
            await File.WriteAllBytesAsync(nursery, PythonPrograms.Nursery).ConfigureAwait(false);
            await File.WriteAllBytesAsync(runner, PythonPrograms.Runner).ConfigureAwait(false);
            var start = new ProcessStartInfo(interpreter.Command, [nursery, runner, Path.Combine(folder, "s"), idleSeconds.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            interpreter.Prepare(start.Environment);
            var process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var result = new PythonNursery(process, folder);
            if (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) == "ready")
            {
                return result;
            }

            process.Kill();
            return null;
        }
        catch (Exception e) when (e is Win32Exception or IOException or ArgumentException or UnauthorizedAccessException or InvalidOperationException)
        {
            DeleteFolder(folder);
            return null;
        }
    }

    /// <summary>Runs a prepared folder; null when the nursery has left before it began, and nothing has run.</summary>
    public async Task<ChildExit?> RunAsync(string folder, string workDir, IDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = Interlocked.Increment(ref _lastCall).ToString(CultureInfo.InvariantCulture);
        using var output = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var errors = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var call = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await OpenAsync(output, name, "out", default).ConfigureAwait(false);
            await OpenAsync(errors, name, "err", default).ConfigureAwait(false);
            await OpenAsync(call, name, "call", Request(folder, workDir, environment)).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return null;
        }

        using var answers = new StreamReader(new NetworkStream(call, ownsSocket: false), Encoding.ASCII);
        if (await LineAsync(answers, CancellationToken.None).ConfigureAwait(false) is null)
        {
            return null;
        }

        return await FollowAsync(call, answers, new ChildStream(ReaderOf(output), Console.Out, keepsAll: false), new ChildStream(ReaderOf(errors), Console.Error, keepsAll: false), cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task<ChildExit> FollowAsync(Socket call, StreamReader answers, ChildStream output, ChildStream errors, CancellationToken cancellationToken)
    {
        // A closed connection ends the child and all that it started; its exit is answered all the same.
        using var stopping = cancellationToken.UnsafeRegister(static state => Hang((Socket)state!), call);
        var reading = Task.WhenAll(output.ReadAsync(), errors.ReadAsync());
        var exit = await LineAsync(answers, CancellationToken.None).ConfigureAwait(false);
        await ChildStream.ReadToSilenceAsync(reading, output, errors).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return new ChildExit(exit?.Split(' ') is [_, var code, ..] ? int.Parse(code, CultureInfo.InvariantCulture) : -1, output.Text, errors.Text);
    }

    private static void Hang(Socket call)
    {
        try
        {
            call.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    private static StreamReader ReaderOf(Socket socket) => new(new NetworkStream(socket, ownsSocket: false), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    private static async Task<string?> LineAsync(StreamReader answers, CancellationToken cancellationToken)
    {
        try
        {
            return await answers.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task OpenAsync(Socket socket, string name, string role, ReadOnlyMemory<byte> request)
    {
        await socket.ConnectAsync(_door).ConfigureAwait(false);
        byte[] head = Encoding.ASCII.GetBytes($"{name} {role} {request.Length}\n");
        await socket.SendAsync(head).ConfigureAwait(false);
        for (var rest = request; !rest.IsEmpty;)
        {
            rest = rest[await socket.SendAsync(rest).ConfigureAwait(false)..];
        }
    }

    private static byte[] Request(string folder, string workDir, IDictionary<string, string?> environment)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("folder", folder);
            json.WriteString("work", workDir);
            json.WriteStartObject("environment");
            foreach (var (variable, value) in environment)
            {
                json.WriteString(variable, value ?? "");
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.ToArray();
    }

    private void Clean() => DeleteFolder(_folder);

    private static void DeleteFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else cleans temporary folders, too.
        }
    }
}
