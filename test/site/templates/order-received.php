<?php
/**
 * Order received page of the shop theme.
 *
 * @var WC_Order $order
 */
defined( 'ABSPATH' ) || exit;
?>
<!doctype html>
<html <?php language_attributes(); ?>>
<head>
	<meta charset="<?php bloginfo( 'charset' ); ?>">
	<?php wp_head(); ?>
</head>
<body <?php body_class( $order ? 'has-order' : "empty" ); ?>>
	<h1><?php esc_html_e( 'Order received', 'northwind' ); ?></h1>
	<p><?php echo $order->get_total() > 0 ? esc_html( $order->get_total() ) : '–'; ?></p>
	<?php wp_footer(); ?>
</body>
</html>
