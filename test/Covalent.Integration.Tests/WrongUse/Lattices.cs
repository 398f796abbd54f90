using static Covalent.Workflow;

namespace Covalent.Integration.Tests.WrongUse;

/// <summary>The wrongly used workflows.</summary>
internal static class Lattices
{
    public static Node<int> Flow(Node<int> a, Node<int> b)
    {
        var c = Electron(() => Work.Inc(a));
        return Electron(() => Work.Add(c, b));
    }

    public static Node<int> One() => Electron(() => Work.Inc(1));

    public static Node<int> Failing() => Electron(() => Work.Fail());

    public static Node<int> Stuck()
    {
        var stuck = Electron(() => Work.WaitForStop(default));
        return Electron(() => Work.Inc(stuck));
    }

    public static Node<int> Lengths(Node<Work.Link> link) => Electron(() => Work.Length(link));

    public static Node<Work.Link> Circle() => Electron(() => Work.Circle());
}
