namespace Covalent.Cli.Commands.Archives;

/// <summary>Names within an exported archive. They are made from numbers only; what an archive calls its entries is never used as a path.</summary>
internal static class ArchiveLayout
{
    public const int Format = 1;
    public const string Manifest = "covalent-export.json";

    public static string Dispatch(int index) => $"{index}/dispatch.json";

    public static string Document(int index) => $"{index}/document.bin";

    public static string Nodes(int index) => $"{index}/nodes.json";

    public static string Output(int index, int node) => $"{index}/nodes/{node}.payload";

    public static string Stream(int index, int node, OutputStream stream) => $"{index}/nodes/{node}.{(stream == OutputStream.Stdout ? "stdout" : "stderr")}";
}
