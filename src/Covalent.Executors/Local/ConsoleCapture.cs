using System.Text;

namespace Covalent.Executors.Local;

/// <summary>Gives each electron of this process a copy of what it writes to the console; the console itself shows it as ever.</summary>
/// <remarks>Installed once per process. It costs nothing until somebody writes, and nothing outside electrons. Output of native code, and of
/// code that replaced the console's writers afterwards, is not seen.</remarks>
internal sealed class ConsoleCapture : TextWriter
{
    private static int _installed;
    private readonly TextWriter _console;
    private readonly OutputStream _stream;

    private ConsoleCapture(TextWriter console, OutputStream stream)
    {
        _console = console;
        _stream = stream;
    }

    public override Encoding Encoding => _console.Encoding;

    public static void Install()
    {
        if (Interlocked.Exchange(ref _installed, 1) == 0)
        {
            Console.SetOut(new ConsoleCapture(Console.Out, OutputStream.Stdout));
            Console.SetError(new ConsoleCapture(Console.Error, OutputStream.Stderr));
        }
    }

    public override void Write(char value)
    {
        _console.Write(value);
        ElectronContext.Current?.Sink?.Write(_stream, [value]);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        _console.Write(buffer, index, count);
        ElectronContext.Current?.Sink?.Write(_stream, buffer.AsSpan(index, count));
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        _console.Write(buffer);
        ElectronContext.Current?.Sink?.Write(_stream, buffer);
    }

    public override void Write(string? value)
    {
        _console.Write(value);
        ElectronContext.Current?.Sink?.Write(_stream, value);
    }

    // One piece with its end of line, so that lines of parallel tasks do not mix.
    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Flush() => _console.Flush();
}
