using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Renci.SshNet;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>A shell that stays open on a connection and runs one small program after the other: a round trip without the session and the processes
/// that a command of its own costs. One program at a time; whoever gives up waiting for an answer breaks it.</summary>
internal sealed class SshShell : IDisposable
{
    private const int PieceLength = 32 * 1024;

    private readonly SshCommand _running;
    private readonly Stream _input;
    private readonly Action _heard;
    private readonly Task _ended;
    private TaskCompletionSource<CommandResult> _answer = new();
    private byte[] _said = new byte[PieceLength];
    private int _length;
    private byte[] _mark = [];
    private int _limit;

    private SshShell(SshCommand running, Task ended, Action heard)
    {
        (_running, _ended, _heard) = (running, ended, heard);
        _input = running.CreateInputStream();
        new Thread(Listen) { IsBackground = true, Name = "covalent-ssh-shell" }.Start();
    }

    /// <summary>It answers no more, or what it answers belongs to nobody.</summary>
    public bool IsBroken { get => field || _ended.IsCompleted; private set; }

    public static async Task<SshShell> OpenAsync(SshClient client, Action heard, CancellationToken stop)
    {
        SshCommand command = client.CreateCommand(ShellProgram.ReadingScript);
        // The library opens the channel with blocking waits for the server's answers.
        Task ended = await Task.Run(() => Task.FromResult(command.ExecuteAsync(CancellationToken.None)), stop).ConfigureAwait(false);
        return new SshShell(command, ended, heard);
    }

    /// <summary>Runs a program; what it says on either stream is the result's output and error alike.</summary>
    public async Task<CommandResult> RunAsync(ShellCommand command, CancellationToken stop)
    {
        string mark = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var answer = new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        (_mark, _limit, _length, _answer) = (Encoding.ASCII.GetBytes($"\n{mark} "), command.CaptureLimit, 0, answer);
        try
        {
            await Task.Run(() => Write(ShellProgram.AsTurn(command.Script, mark)), stop).WaitAsync(stop).ConfigureAwait(false);
            await Task.WhenAny(answer.Task, _ended).WaitAsync(stop).ConfigureAwait(false);
            return answer.Task.IsCompleted ? await answer.Task.ConfigureAwait(false) : throw new IOException("the shell on the far side ended");
        }
        catch
        {
            IsBroken = true;
            throw;
        }
    }

    public void Dispose()
    {
        IsBroken = true;
        try
        {
            _running.Dispose();
        }
        catch (Exception e) when (SshErrors.IsOurs(e))
        {
            // The link is gone, and the shell with it.
        }
    }

    private void Write(byte[] program)
    {
        _input.Write(program);
        _input.Flush();
    }

    private void Listen()
    {
        try
        {
            byte[] piece = new byte[PieceLength];
            for (int read = _running.OutputStream.Read(piece); read > 0; read = _running.OutputStream.Read(piece))
            {
                _heard();
                Take(piece.AsSpan(0, read));
            }
        }
        catch (Exception e) when (SshErrors.IsOurs(e))
        {
            // The link is gone; whoever waits for an answer is told by the end of the command.
        }

        IsBroken = true;
        _answer.TrySetException(new IOException("the shell on the far side ended"));
    }

    private void Take(ReadOnlySpan<byte> piece)
    {
        if (_length + piece.Length > _limit + PieceLength)
        {
            IsBroken = true;
            _answer.TrySetException(new IOException($"an answer is longer than {_limit} bytes"));
            return;
        }

        int from = Math.Max(0, _length - _mark.Length - 16);
        if (_said.Length < _length + piece.Length)
        {
            Array.Resize(ref _said, Math.Max(_said.Length * 2, _length + piece.Length));
        }

        piece.CopyTo(_said.AsSpan(_length));
        _length += piece.Length;
        int at = _mark.Length == 0 ? -1 : _said.AsSpan(from, _length - from).IndexOf(_mark);
        int codeFrom = from + at + _mark.Length;
        int end = at < 0 ? -1 : _said.AsSpan(codeFrom, _length - codeFrom).IndexOf((byte)'\n');
        if (end >= 0 && int.TryParse(Encoding.ASCII.GetString(_said, codeFrom, end), NumberStyles.None, CultureInfo.InvariantCulture, out int code))
        {
            byte[] said = _said.AsSpan(0, from + at).ToArray();
            _answer.TrySetResult(new CommandResult(code, null, said, said, IsTruncated: false));
        }
    }
}
