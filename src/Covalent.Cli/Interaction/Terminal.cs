using Spectre.Console;

namespace Covalent.Cli.Interaction;

/// <summary>Where a command reads and writes: data to <see cref="Out"/>, words to <see cref="Error"/>.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="IsInteractive">Whether a person reads the output, so that colours and borders make sense.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, bool IsInteractive)
{
    private const int PlainWidth = 120;

    private static string EndOfInput => OperatingSystem.IsWindows() ? "Ctrl+Z and Enter" : "Ctrl+D";

    /// <summary>Standard output for bytes that are no text of ours.</summary>
    public Func<Stream> OpenBytes { get; init; } = static () => Console.OpenStandardOutput();

    /// <summary>Whether somebody is there to answer a question.</summary>
    public bool CanAsk { get; init; }

    /// <summary>What a person types; null when standard input is a file or a pipe.</summary>
    public Func<TextReader>? OpenTyped { get; init; }

    /// <summary>Whether colours are wanted; without, tables keep their borders.</summary>
    public bool HasColours { get; init; } = true;

    /// <summary>The process's own streams.</summary>
    public static Terminal Process() => new(Console.In, Shown(Console.Out, Console.IsOutputRedirected), Shown(Console.Error, Console.IsErrorRedirected), !Console.IsOutputRedirected && Variable("TERM") is not "dumb")
    {
        CanAsk = !Console.IsInputRedirected && !Console.IsErrorRedirected,
        OpenTyped = Console.IsInputRedirected ? null : OpenKeyboard,
        HasColours = string.IsNullOrEmpty(Variable("NO_COLOR")),
    };

    /// <summary>Writes a table; without borders and colours when no person reads it.</summary>
    public void Write(Table table)
    {
        var console = ToConsole();
        if (!IsInteractive)
        {
            console.Profile.Width = PlainWidth;
        }

        console.Write(table.Border(IsInteractive ? TableBorder.Rounded : TableBorder.None));
    }

    /// <summary>Standard output as a drawing surface.</summary>
    public IAnsiConsole ToConsole() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = IsInteractive ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = IsInteractive && HasColours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(Out),
    });

    /// <summary>Asks a yes or no question; anything but yes is no.</summary>
    public async Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken)
    {
        await Error.WriteAsync($"{question} [y/N] ").ConfigureAwait(false);
        await Error.FlushAsync(cancellationToken).ConfigureAwait(false);
        var answer = await Detached(In.ReadLine, cancellationToken).ConfigureAwait(false);
        return answer?.Trim() is "y" or "Y" or "yes" or "Yes" or "YES";
    }

    /// <summary>Everything there is on standard input. A person who is to type it is told how to end it.</summary>
    /// <param name="what">What is read, as in "Type {what}".</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<string> ReadAllAsync(string what, CancellationToken cancellationToken)
    {
        if (OpenTyped is null)
        {
            return await Detached(In.ReadToEnd, cancellationToken).ConfigureAwait(false);
        }

        await Error.WriteLineAsync($"Type {what}; {EndOfInput} ends it, Ctrl+C gives up.").ConfigureAwait(false);
        await Error.FlushAsync(cancellationToken).ConfigureAwait(false);
        using var typed = OpenTyped();
        return await Detached(typed.ReadToEnd, cancellationToken).ConfigureAwait(false);
    }

    // The console's reader blocks its caller, asynchronous in name only, and would keep Ctrl+C waiting for what is typed.
    private static Task<T> Detached<T>(Func<T> read, CancellationToken cancellationToken) => Task.Run(read, CancellationToken.None).WaitAsync(cancellationToken);

    // The console's reader switches the terminal's mode for each line, and an end of input typed in between is lost; the terminal's own lines are whole.
    private static TextReader OpenKeyboard() => OperatingSystem.IsWindows() ? Console.In : new StreamReader("/dev/stdin");

    // Pipes and files are UTF-8 whatever the locale.
    private static TextWriter Shown(TextWriter writer, bool isRedirected) => isRedirected || OperatingSystem.IsWindows() || !AsciiWriter.IsNeeded(Variable) ? writer : new AsciiWriter(writer);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);
}
