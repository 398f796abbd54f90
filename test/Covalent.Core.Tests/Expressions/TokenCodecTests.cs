using System.Reflection;
using Covalent.Core.Execution;
using Covalent.Core.Expressions;
using Covalent.Core.Expressions.Operators;
using Covalent.Core.Tests.Workflow;
using static Covalent.Workflow;

namespace Covalent.Core.Tests.Expressions;

/// <summary>Expressions at rest: every operation, and bytes that somebody damaged.</summary>
public sealed class TokenCodecTests
{
    private static readonly MethodInfo Inc = typeof(Tasks).GetMethod(nameof(Tasks.Inc))!;

    [Fact]
    public void RoundTrip_OfEverySubject_IsExact()
    {
        Token[] tokens =
        [
            new(Op.Apply, 4, null),
            new(Op.Call, 1, Inc),
            new(Op.Call, 0, typeof(Tasks).GetMethod(nameof(Tasks.Same))!.MakeGenericMethod(typeof(List<Model>))),
            new(Op.Call, 1, typeof(List<int>).GetMethod("get_Item")),
            new(Op.New, 1, typeof(Counter).GetConstructors()[0]),
            new(Op.Field, 1, typeof((int, string)).GetField("Item2")),
            new(Op.Convert, Conversion.Checked, typeof(Dictionary<string, int[,]>)),
            new(Op.Binary, (int)Operator.Modulo, typeof(decimal)),
            new(Op.Call, 2, typeof(string).GetMethod(nameof(string.Concat), [typeof(string), typeof(string)])),
        ];

        Assert.Equal(tokens, TokenCodec.Read(TokenCodec.Write(tokens)));
    }

    [Fact]
    public void Stored_Numbers_NeverChange()
    {
        // A stored graph of any released version must stay readable.
        Assert.Equal(
            "Apply,Slot,Default,Cancellation,Parameter,Field,Call,Invoke,Element,Convert,ConvertBy,As,Is,Unary,Binary,AndAlso,OrElse,Coalesce,Conditional,New,NewArray,"
            + "NewArrayBounds,Initialize,Add,Assign,Within,Lambda,Delegate,Method,Closure", string.Join(",", Enum.GetValues<Op>()));
        Assert.Equal(
            "Add,AddChecked,Subtract,SubtractChecked,Multiply,MultiplyChecked,Divide,Modulo,And,Or,ExclusiveOr,LeftShift,RightShift,Equal,NotEqual,LessThan,"
            + "LessThanOrEqual,GreaterThan,GreaterThanOrEqual,Negate,NegateChecked,Plus,Not,OnesComplement,ArrayLength", string.Join(",", Enum.GetValues<Operator>()));
    }

    [Fact]
    public void Bytes_OfAnotherFormat_AreRefusedByNumber()
    {
        var error = Assert.Throws<CovalentException>(() => TokenCodec.Read(new byte[] { 9, 0 }));
        Assert.Contains("format 9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedTemplates_GiveOneClearError()
    {
        var template = Build.Graph(() =>
        {
            var a = Electron(() => Tasks.Inc(1));
            return Electron(() => Tasks.Describe(new Box { Value = a, Items = { 1, a } }.Items.Count(x => x > a) + (a.Value > 3 ? 1 : 2)));
        }).TemplateOf(1);
        var random = new Random(7);
        for (var round = 0; round < 3000; round++)
        {
            var bytes = template.Expression.ToArray();
            var cut = random.Next(3) == 0 ? random.Next(bytes.Length) : bytes.Length;
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var damaged = template with { Expression = bytes.AsMemory(0, cut) };
            var error = Record.Exception(() => TaskInvoker.For(damaged));
            Assert.True(error is null or CovalentException, $"round {round}: {error}");
        }
    }

    [Fact]
    public void EndlessNesting_IsRefused()
    {
        var tokens = Enumerable.Repeat(new Token(Op.Unary, (int)Operator.Negate, typeof(int)), 100_000).ToArray();
        var error = Assert.Throws<CovalentException>(() => new TermParser(tokens).ParseAll());
        Assert.Contains("nested deeper", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingMethod_IsNamed()
    {
        var template = Build.Graph(() => Electron(() => Tasks.Inc(1))).TemplateOf(0);
        var other = template with { Function = template.Function! with { Method = "Gone" } };

        var error = Assert.Throws<CovalentException>(() => TaskInvoker.For(other));
        Assert.Contains("Tasks.Gone(System.Int32)' was not found", error.Message, StringComparison.Ordinal);
    }
}
