//! What layers brought is marked.

use std::sync::Arc;

use expect_test::expect;

use super::layered;
use crate::topic::BlockKind;

#[test]
fn a_run_of_blocks_of_a_layer_stands_in_one_labelled_group() {
    let page = layered("One.\n\nTwo.\n", "Added.\n\n## Also\n", |base, added| {
        base.splice(1..1, added);
    });
    expect![[r#"
        <p>One.</p>
        <div class="layer" role="group" aria-label="Added by Contoso “Group”" data-layer="group"><p class="layer-label"><span class="layer-mark" aria-hidden="true">G</span> Contoso “Group”</p>
        <p>Added.</p>
        <h2 id="also">Also</h2>
        </div>
        <p>Two.</p>
    "#]].assert_eq(page.body.as_str());
}

#[test]
fn a_row_and_an_item_of_a_layer_say_so() {
    let page = layered("- a\n\n| H |\n|---|\n| 1 |\n", "- b\n\n| H |\n|---|\n| 2 |\n", |base, added| {
        let mut parts = added.into_iter().map(|node| Arc::unwrap_or_clone(node.block).kind);
        let mut host = Arc::unwrap_or_clone(Arc::clone(&base[0].block));
        if let (BlockKind::List { items, .. }, Some(BlockKind::List { items: more, .. })) =
            (&mut host.kind, parts.next())
        {
            items.extend(more);
        }
        base[0].block = Arc::new(host);
        let mut host = Arc::unwrap_or_clone(Arc::clone(&base[1].block));
        if let (BlockKind::Table(table), Some(BlockKind::Table(more))) = (&mut host.kind, parts.next()) {
            table.rows.extend(more.rows);
        }
        base[1].block = Arc::new(host);
    });
    expect![[r#"
        <ul>
        <li>a</li>
        <li class="layer-item" data-layer="group" title="Added by Contoso “Group”"><span class="layer-mark" aria-hidden="true">G</span> <span class="visually-hidden">(Contoso “Group”) </span>b</li>
        </ul>
        <div class="table-wrap" role="region" aria-label="Table: H" tabindex="0"><table>
        <thead>
        <tr>
        <th scope="col">H</th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td>1</td>
        </tr>
        <tr class="layer-row" data-layer="group" title="Added by Contoso “Group”">
        <td><span class="layer-mark" aria-hidden="true">G</span> <span class="visually-hidden">(Contoso “Group”) </span>2</td>
        </tr>
        </tbody>
        </table></div>
    "#]]
    .assert_eq(page.body.as_str());
}

#[test]
fn a_block_that_a_layer_put_inside_another_is_marked_there() {
    let page = layered("> [!NOTE]\n> One.\n", "Added.\n", |base, added| {
        let mut host = Arc::unwrap_or_clone(Arc::clone(&base[0].block));
        if let BlockKind::Alert { content, .. } = &mut host.kind {
            content.extend(added.into_iter().map(|node| Arc::unwrap_or_clone(node.block)));
        }
        base[0].block = Arc::new(host);
    });
    expect![[r#"
        <aside class="alert alert-note" role="note"><p class="alert-title">Note</p>
        <p>One.</p>
        <div class="layer" role="group" aria-label="Added by Contoso “Group”" data-layer="group"><p class="layer-label"><span class="layer-mark" aria-hidden="true">G</span> Contoso “Group”</p>
        <p>Added.</p>
        </div>
        </aside>
    "#]].assert_eq(page.body.as_str());
}
