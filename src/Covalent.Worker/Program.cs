using Covalent.Worker.Commands;
using Covalent.Worker.Draining;
using Covalent.Worker.Feeding;

namespace Covalent.Worker;

internal static class Program
{
    /// <summary>The worker could not make sense of its command line.</summary>
    private const int WrongUse = 64;

    private static int Main(string[] args) => Run(args);

    public static int Run(string[] args)
    {
        try
        {
            return args switch
            {
                ["run", .. var options] => RunCommand.Run(RunOptions.Parse(options)),
                ["serve", .. var options] => ServeCommand.Run(ServeOptions.Parse(options)),
                ["drain", .. var options] => DrainCommand.Run(DrainOptions.Parse(options)),
                ["feed", .. var options] => FeedCommand.Run(FeedOptions.Parse(options)),
                ["version"] => VersionCommand.Run(),
                _ => throw new ArgumentException("Usage: Covalent.Worker run --package FILE --outcome FILE [options] | serve --socket PATH [options] | drain --queue FOLDER [options] | feed --socket PATH --folder PATH [options] | version"),
            };
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.Message);
            return WrongUse;
        }
    }
}
